import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { Icon } from './icon'

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [isCopied, setCopied] = useState(false)
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => {
        setCopied(false)
      }, 2500)
    } catch {
      // The number stays selectable on the page when the browser refuses its clipboard.
      setCopied(false)
    }
  }
  return (
    <>
      <Button variant="outline-primary" size="sm" className="copy" onClick={() => void copy()}>
        <Icon name={isCopied ? 'check' : 'copy'} size={16} />
        {isCopied ? 'Copied' : 'Copy'} <span className="visually-hidden">{what}</span>
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied ? `${what} copied` : ''}
      </span>
    </>
  )
}
