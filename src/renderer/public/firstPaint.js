// Runs before the first paint, so that the window never shows the wrong theme: the main process says the theme in the
// address, a reload falls back to what was chosen last.
;(function () {
  var asked = new URLSearchParams(location.search).get('theme')
  var kept = null
  try {
    kept = localStorage.getItem('theme')
  } catch {
    kept = null
  }
  var theme = asked || kept || 'system'
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
})()
