/**
 * How many records each of many tenants has: the second half as many as the first, the third a third, as customers
 * of one operator are spread. One large tenant, a few middling ones and a long tail of small ones.
 */

/** @returns whole numbers, largest first, that add up to `total` */
export function shareOut(total: number, tenants: number): number[] {
  const weights = Array.from({ length: tenants }, (_, at) => 1 / (at + 1))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  let given = 0
  let reached = 0
  return weights.map((weight) => {
    reached += weight
    // What rounding leaves over goes on to the next ones.
    const share = Math.round((total * reached) / sum) - given
    given += share
    return share
  })
}
