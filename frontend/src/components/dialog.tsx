import { type ReactNode, useEffect, useId, useRef } from 'react'

interface DialogProps {
  title: string
  /** Esc, and the button that closes. */
  onClose: () => void
  children: ReactNode
  /** A warning that should be read out at once. */
  isAlert?: boolean
}

/**
 * The browser's own dialog: it keeps the focus inside, closes with Esc, makes the page behind it inert and
 * gives the focus back to where it was.
 */
export function Dialog({ title, onClose, children, isAlert = false }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    const dialog = box.current
    dialog?.showModal()
    heading.current?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      className="dialog"
      aria-labelledby={id}
      {...(isAlert && { role: 'alertdialog' })}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}
