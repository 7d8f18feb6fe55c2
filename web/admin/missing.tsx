/** Any path below `/admin` that is no page; the boundary above shows it as a 404 page. */
import { notFound } from './read-console.ts'

export const loader = () => {
  throw notFound()
}

/** Never shown, but without a component this would be a resource and the answer bare data. */
export default function Missing() {
  return null
}
