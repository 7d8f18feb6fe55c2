/** The sign-in page of the sandbox's identity providers: pick who you are, no password asked. */
import { markup, type Markup } from '../desk/markup.ts'
import { IDENTITY_PEOPLE } from './people.ts'

export interface LoginPage {
  /** Which of the two, as its heading says. */
  protocol: string
  action: string
  /** Carried through the form. */
  fields: Readonly<Record<string, string>>
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;color-scheme:light dark;margin:0 auto;max-width:26rem;padding:12vh 1.5rem}
h1{font-size:1.25rem;margin:0}p{color:GrayText;margin:.25rem 0 1.5rem}form{display:grid;gap:.5rem}
button{font:inherit;text-align:left;padding:.625rem .875rem;border:1px solid ButtonBorder;border-radius:8px;background:Canvas;cursor:pointer}
button:hover,button:focus-visible{border-color:Highlight}small{display:block;color:GrayText}`

const hidden = (fields: Readonly<Record<string, string>>): Markup[] =>
  Object.entries(fields).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  )

const document = (title: string, body: Markup): string =>
  markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${{ html: STYLE }}</style></head><body>${body}</body></html>`
    .html

export function loginPage({ protocol, action, fields }: LoginPage): string {
  const people = IDENTITY_PEOPLE.map(
    ({ subject, name, email }) =>
      markup`<button name="person" value="${subject}">${name}<small>${email}</small></button>`,
  )
  return document(
    'Company account (sandbox)',
    markup`<main><h1>Company account</h1><p>Sandbox identity provider, ${protocol}. Who are you?</p>
      <form method="post" action="${action}">${hidden(fields)}${people}</form></main>`,
  )
}

/** What carries a SAML answer: a form that the browser sends by itself, or by its button without scripts. */
export const postingPage = (action: string, fields: Readonly<Record<string, string>>): string =>
  document(
    'Signing in',
    markup`<main><form method="post" action="${action}">${hidden(fields)}
      <button autofocus>Continue to the portal</button></form></main>
      <script>document.forms[0].submit()</script>`,
  )
