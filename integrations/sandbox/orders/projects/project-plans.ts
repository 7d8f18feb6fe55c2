/** What a project of each customer usually looks like: milestones by weeks, and what is handed over at them. */
export interface MilestonePlan {
  title: string
  /** After the milestone before. */
  weeks: number
  deliverables: readonly string[]
}

export interface ProjectPlan {
  title: string
  milestones: readonly MilestonePlan[]
}

const step = (title: string, weeks: number, ...deliverables: string[]): MilestonePlan => ({
  title,
  weeks,
  deliverables,
})

const HANDOVER = step('Handover', 2, 'Operating manual', 'As-built documentation')

const CLINIC_PLANS: readonly ProjectPlan[] = [
  {
    title: 'Central sterilisation, steam supply',
    milestones: [
      step('Design approved', 5, 'P&I diagram', 'Layout of the plant room'),
      step('Equipment on site', 9, 'Delivery plan'),
      step('Installation complete', 4, 'Pressure test report'),
      step('Validation', 3, 'Qualification protocol IQ/OQ', 'Steam quality report'),
      HANDOVER,
    ],
  },
  {
    title: 'Humidification, east wing',
    milestones: [
      step('Survey', 2, 'Survey report'),
      step('Design approved', 4, 'Duct drawing'),
      step('Commissioning', 8, 'Commissioning protocol'),
    ],
  },
]

const DAIRY_PLANS: readonly ProjectPlan[] = [
  {
    title: 'CIP retrofit, filler line 3',
    milestones: [
      step('Design approved', 4, 'P&I diagram', 'Functional description'),
      step('Factory acceptance test', 9, 'Test protocol', 'Electrical drawings'),
      step('Installation at Mill Lane', 4, 'Method statement'),
      step('Site acceptance test', 3, 'Cleaning validation report'),
      HANDOVER,
    ],
  },
  {
    title: 'Pasteuriser heat recovery',
    milestones: [
      step('Energy audit', 3, 'Audit report'),
      step('Design approved', 5, 'Heat balance', 'P&I diagram'),
      step('Conversion', 8, 'Weld log'),
      step('Performance test', 3, 'Performance report'),
    ],
  },
  {
    title: 'Boiler house, second feed pump',
    milestones: [
      step('Design approved', 3, 'Piping isometrics'),
      step('Installation', 6, 'Pressure test report'),
      step('Inspection by the authority', 2, 'Inspection certificate'),
    ],
  },
]

const HOTEL_PLANS: readonly ProjectPlan[] = [
  {
    title: 'Laundry steam plant renewal',
    milestones: [
      step('Survey', 2, 'Survey report'),
      step('Design approved', 4, 'Layout drawing', 'Load calculation'),
      step('Equipment on site', 8, 'Delivery plan'),
      step('Commissioning', 3, 'Commissioning protocol'),
      HANDOVER,
    ],
  },
  {
    title: 'Spa steam generators',
    milestones: [
      step('Design approved', 3, 'Layout drawing'),
      step('Installation', 5, 'Electrical drawings'),
      step('Commissioning', 2, 'Commissioning protocol'),
    ],
  },
]

const FOOD_PLANS: readonly ProjectPlan[] = [
  {
    title: 'Retort line 2, condensate return',
    milestones: [
      step('Design approved', 4, 'P&I diagram'),
      step('Installation', 7, 'Weld log', 'Pressure test report'),
      step('Commissioning', 2, 'Commissioning protocol'),
    ],
  },
]

/** Plans by customer of the demo, and how many projects a new demo holds for each. */
export const PLANS: Readonly<Record<string, { plans: readonly ProjectPlan[]; projects: number }>> =
  {
    'C-1001': { plans: CLINIC_PLANS, projects: 3 },
    'C-1002': { plans: DAIRY_PLANS, projects: 9 },
    'C-1003': { plans: HOTEL_PLANS, projects: 60 },
    'C-1999': { plans: FOOD_PLANS, projects: 1 },
  }

/** Who runs projects at the operator. */
export const MANAGERS = [
  { name: 'Petra Lang', email: 'petra.lang@haldensteam.example' },
  { name: 'Henrik Sand', email: 'henrik.sand@haldensteam.example' },
  { name: 'Yusuf Demir', email: 'yusuf.demir@haldensteam.example' },
] as const

export const MOVE_REASONS = [
  'Supplier of the drives is late.',
  'Hall is not free before the production stop.',
  'Drawings came back with changes.',
  'The authority asked for a second inspection.',
  'Welding robot under repair for a week.',
  'Moved at your request: audit in that week.',
] as const
