// Runs before the first paint, so the page never flashes in the wrong colours. A file, not an inline
// script: the content security policy forbids those.
;(function () {
  var choice = null
  try {
    choice = localStorage.getItem('bank.theme')
  } catch {
    // Storage may be blocked; the system's preference still holds.
  }
  var dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.bsTheme = dark ? 'dark' : 'light'
})()
