/** HTML with escaping by default: what is put into a template is text unless it is markup already. */
export interface Markup {
  readonly html: string
}
type Piece = Markup | string | number | null | false | readonly Piece[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(piece: Piece): string {
  if (piece === null || piece === false) return ''
  if (typeof piece === 'number') return String(piece)
  if (typeof piece === 'string') return piece.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? '')
  return 'html' in piece ? piece.html : piece.map(render).join('')
}

/**
 * @example markup`<p>${order.title}</p>`.html
 */
export function markup(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return { html: String.raw({ raw: strings }, ...pieces.map(render)) }
}

export const icon = (name: string): Markup =>
  markup`<svg class="i" aria-hidden="true"><use href="/desk/icons.svg#${name}"/></svg>`
