// The colours of the style sheet, for what is drawn on a canvas.

const dark = matchMedia('(prefers-color-scheme: dark)');

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function onThemeChange(listener) {
  dark.addEventListener('change', listener);
}
