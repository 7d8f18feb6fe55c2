/** The one input of the tenant's look, as a style rule. Anything but `#rrggbb` leaves the default in place. */
const HEX = /^#[0-9a-f]{6}$/i

export const brandStyle = (color: string | undefined): string =>
  color !== undefined && HEX.test(color) ? `:root{--brand:${color.toLowerCase()}}` : ''
