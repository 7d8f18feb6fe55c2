/** The rows of a list, covered by a skeleton of the same height while another page of it is on its way. */
import type { ReactNode } from 'react'
import { SkeletonRows } from '../../ui/show/skeleton.tsx'

const MIN_SKELETON = 8

interface ListRowsProps {
  waits: boolean
  /** Rows that are shown now. */
  count: number
  loading: string
  children: ReactNode
}

export function ListRows({ waits, count, loading, children }: ListRowsProps) {
  return (
    <div aria-busy={waits} className="relative">
      {children}
      {waits ? (
        <div className="late-in absolute inset-x-0 top-9 bottom-0 z-1 -mx-3 overflow-hidden bg-surface px-3 phone:top-0">
          <SkeletonRows count={Math.max(MIN_SKELETON, count)} label={loading} />
        </div>
      ) : null}
    </div>
  )
}
