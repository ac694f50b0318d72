// Django's token, for every request that changes something.

/**
 * The token: from the cookie, else from the page's <meta> tag. Signing in in another tab
 * makes a new one, and the page's own is of no use from then on.
 */
export function csrfToken() {
  const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  if (cookie) return decodeURIComponent(cookie[1]);
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}
