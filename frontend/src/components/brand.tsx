export function Brand() {
  return (
    <span className="brand">
      <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect className="brand-tile" width="32" height="32" rx="9" />
        <path className="brand-letter" d="M9 8h8.5a4 4 0 0 1 0 8H9m0 0h10a4 4 0 0 1 0 8H9z" />
        <circle className="brand-dot" cx="24" cy="8.5" r="2.5" />
      </svg>
      <span className="brand-name">
        Banking<span className="brand-rest">System</span>
      </span>
    </span>
  )
}
