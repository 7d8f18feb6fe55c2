/** What is going on right now, customer by customer; days and hours count from the moment of seeding. */
type OpenStatus = 'new' | 'confirmed' | 'production' | 'packing' | 'shipped'

export interface Story {
  customer: string
  /** Title of a product of the customer's catalogue. */
  product: string
  status: OpenStatus
  /** Days since it was placed. */
  placed: number
  /** Days until it is due; negative is overdue. */
  due: number
  /** The date was moved by so many days, which are in `due` already. */
  moved?: { days: number; text: string }
  site?: string
  reference?: string
  texts?: Partial<Record<OpenStatus, string>>
  /** Hours ago, and what was said. */
  notes?: readonly (readonly [number, string])[]
}

const NORTHGATE = 'C-1001'
const VELLMAR = 'C-1002'
const LINDQVIST = 'C-1003'
const CALDER = 'C-1999'

export const STORIES: readonly Story[] = [
  {
    customer: NORTHGATE,
    product: 'Steam generator for autoclaves, 60 kW',
    status: 'production',
    placed: 31,
    due: 16,
    moved: { days: 5, text: 'Heating elements arrived late; the works adds a shift.' },
    site: 'Northgate Central, Building C',
    reference: 'NGC-20871',
    notes: [[26, 'Pressure test is booked for next Tuesday.']],
  },
  {
    customer: NORTHGATE,
    product: 'Door seals for sterilisers, {n} pieces',
    status: 'packing',
    placed: 4,
    due: 2,
    site: 'Eastfield Day Surgery',
  },
  {
    customer: NORTHGATE,
    product: 'Sterile air filters, {n} cartridges',
    status: 'shipped',
    placed: 5,
    due: 1,
    site: 'Harbour Street Clinic',
  },
  {
    customer: NORTHGATE,
    product: 'Annual inspection, sterilisation centre',
    status: 'confirmed',
    placed: 6,
    due: 12,
    site: 'Northgate Central, Building C',
  },
  {
    customer: VELLMAR,
    product: 'CIP skid CS-4, two-tank',
    status: 'packing',
    placed: 58,
    due: 3,
    moved: { days: 2, text: 'Escort vehicle not available before Wednesday.' },
    site: 'North, Mill Lane',
    reference: 'PO 4402',
    texts: { packing: 'Factory test passed, report v2 approved.' },
    notes: [[5, 'Crane at Mill Lane is booked from 07:30.']],
  },
  {
    customer: VELLMAR,
    product: 'Gasket sets EPDM, {n} lines',
    status: 'packing',
    placed: 5,
    due: 2,
    site: 'North, filler hall',
  },
  {
    customer: VELLMAR,
    product: 'Steam trap kit, {n} pieces',
    status: 'shipped',
    placed: 9,
    due: 4,
    site: 'Basel creamery',
    notes: [[3, 'In customs at Basel, papers complete.']],
  },
  {
    customer: VELLMAR,
    product: 'Butterfly valves DN{dn}, {n} pieces',
    status: 'shipped',
    placed: 12,
    due: 5,
    site: 'Vellmar South',
  },
  {
    customer: VELLMAR,
    product: 'Plate heat exchanger M15, 112 plates',
    status: 'production',
    placed: 33,
    due: 11,
    site: 'North, Mill Lane',
    reference: 'PO 4419',
  },
  {
    customer: VELLMAR,
    product: 'Homogeniser service kit, 2,000 h',
    status: 'production',
    placed: 7,
    due: 13,
    reference: 'PO 4475',
  },
  {
    customer: VELLMAR,
    product: 'Separator bowl overhaul',
    status: 'production',
    placed: 26,
    due: -2,
    moved: { days: 3, text: 'Cracks at two ports; the bowl goes to welding first.' },
    reference: 'PO 4391',
  },
  {
    customer: VELLMAR,
    product: 'Conductivity probes, {n} pieces',
    status: 'confirmed',
    placed: 14,
    due: 21,
    moved: { days: 5, text: 'Supplier ships from the second batch.' },
    reference: 'PO 4409',
  },
  { customer: VELLMAR, product: 'Boiler feed pump, spare', status: 'new', placed: 0.15, due: 30 },
  {
    customer: LINDQVIST,
    product: 'Laundry steam boiler, 160 kg/h',
    status: 'production',
    placed: 40,
    due: 18,
    site: 'Central laundry, Södertälje',
    notes: [[30, 'Shell is welded; hydrostatic test on Friday.']],
  },
  {
    customer: LINDQVIST,
    product: 'Hot water calorifier, 800 l',
    status: 'shipped',
    placed: 22,
    due: 1,
    site: 'Lindqvist Grand, Stockholm',
  },
  {
    customer: LINDQVIST,
    product: 'Spa steam generator, 18 kW',
    status: 'packing',
    placed: 19,
    due: -1,
    moved: { days: 4, text: 'Control panel had to be rewired after the test.' },
    site: 'Lindqvist Lodge, Åre',
  },
  {
    customer: LINDQVIST,
    product: 'Ironer padding, {n} rolls',
    status: 'new',
    placed: 0.08,
    due: 6,
    site: 'Central laundry, Södertälje',
  },
  {
    customer: CALDER,
    product: 'Retort control upgrade',
    status: 'production',
    placed: 20,
    due: 19,
  },
  { customer: CALDER, product: 'Steam trap kit, {n} pieces', status: 'shipped', placed: 7, due: 2 },
]
