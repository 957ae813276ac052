import { passwordStrength, strengthWords } from '@/lib/password-strength'

/** What a chosen password is worth, in words; the bar only repeats it. */
export function PasswordStrengthHint({ password, email }: { password: string; email?: string }) {
  const strength = passwordStrength(password, email)
  return (
    <div className={`strength strength-${strength}`}>
      <span className="strength-bar" aria-hidden="true" />
      <p role="status">{strengthWords[strength]}</p>
    </div>
  )
}
