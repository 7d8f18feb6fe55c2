/** Cookies that the door gives, as headers of an answer. */
export const cookiesOf = ({ setCookie }: { setCookie: readonly string[] }): Headers =>
  new Headers(setCookie.map((cookie) => ['set-cookie', cookie] as const))
