// Runs before the first paint, so that the window never shows the wrong theme: the main process makes the desktop's colour
// scheme that of the settings before it opens the window, or says the theme in the address.
;(function () {
  var theme = new URLSearchParams(location.search).get('theme')
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
})()
