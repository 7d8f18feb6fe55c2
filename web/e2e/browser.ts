/** The two sizes every page is made for, and both colour schemes. */
export const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const
export const SCHEMES = ['light', 'dark'] as const
export type Size = keyof typeof SIZES
export type Scheme = (typeof SCHEMES)[number]
