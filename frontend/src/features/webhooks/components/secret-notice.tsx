import { CopyButton } from '@/components/copy-button'

/** The secret, the one time that it is shown. */
export function SecretNotice({ secret, keyId }: { secret: string; keyId: string }) {
  return (
    <div className="not-you" role="status">
      <h2>The secret, shown this once</h2>
      <p>
        Keep it where your program reads it. It proves that a message is ours: <code>Bank-Webhook-Signature</code> is the HMAC-SHA256
        of the time stamp, a dot and the body.
      </p>
      <p className="hash">
        <code>{secret}</code> <CopyButton text={secret} what="secret" />
      </p>
      <p>
        Key <code>{keyId}</code>
      </p>
    </div>
  )
}
