export function SkipLink() {
  return (
    <a
      className="skip-link"
      href="#main"
      onClick={(event) => {
        event.preventDefault()
        focusMain()
      }}
    >
      Skip to main content
    </a>
  )
}

/** Also where the focus goes when what held it is gone. */
export function focusMain(): void {
  document.getElementById('main')?.focus()
}
