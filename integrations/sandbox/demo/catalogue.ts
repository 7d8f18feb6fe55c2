/** What Halden Steam sells, by who buys it: steam and process equipment with articles and believable prices. */
export interface Product {
  /** `{n}` is the quantity of the first line, `{dn}` a nominal width. */
  title: string
  /** Working days from confirmation to delivery: least and most. */
  lead: readonly [number, number]
  lines: readonly ProductLine[]
}

export interface ProductLine {
  article: string
  text: string
  unit: 'pcs' | 'set' | 'm' | 'kg' | 'visit'
  quantity: readonly [number, number]
  /** In minor units of the customer's main currency. */
  price: number
}

type Row = readonly [
  article: string,
  text: string,
  unit: ProductLine['unit'],
  from: number,
  to: number,
  price: number,
]

const product = (title: string, lead: readonly [number, number], ...rows: Row[]): Product => ({
  title,
  lead,
  lines: rows.map(([article, text, unit, from, to, price]) => ({
    article,
    text,
    unit,
    quantity: [from, to],
    price,
  })),
})

const visit = (text: string, price: number): Row => ['SV-DAY', text, 'visit', 1, 2, price]

export const CLINICS: readonly Product[] = [
  product(
    'Steam generator for autoclaves, 60 kW',
    [35, 60],
    ['SG-60E', 'Clean-steam generator, electric, 60 kW', 'pcs', 1, 1, 2_148_000],
    ['BD-2', 'Blowdown vessel, stainless', 'pcs', 1, 1, 184_000],
    visit('Commissioning and validation run', 128_000),
  ),
  product(
    'Door seals for sterilisers, {n} pieces',
    [3, 8],
    ['DS-640', 'Door seal, silicone, 640 mm', 'pcs', 4, 12, 18_900],
  ),
  product(
    'Steam trap kit, {n} pieces',
    [4, 10],
    ['ST-BK15', 'Bimetallic steam trap DN15', 'pcs', 8, 32, 11_450],
    ['GS-15', 'Gasket set DN15', 'set', 8, 32, 640],
  ),
  product(
    'Annual inspection, sterilisation centre',
    [10, 25],
    visit('Inspection, pressure equipment', 142_000),
    ['FK-A', 'Filter kit, annual', 'set', 2, 4, 23_800],
  ),
  product(
    'Feed water softener WS-12',
    [12, 20],
    ['WS-12', 'Duplex softener, 1.2 m³/h', 'pcs', 1, 1, 412_000],
    ['SALT-25', 'Regeneration salt, tablets 25 kg', 'pcs', 10, 20, 1_290],
  ),
  product(
    'Sterile air filters, {n} cartridges',
    [2, 6],
    ['SF-10', 'Cartridge 10", 0.2 µm', 'pcs', 6, 18, 14_200],
  ),
  product(
    'Humidification lances, wing {dn}',
    [15, 28],
    ['HL-900', 'Steam lance, 900 mm', 'pcs', 2, 6, 96_400],
    ['CV-08', 'Control valve DN8, modulating', 'pcs', 2, 6, 58_700],
  ),
]

export const DAIRY: readonly Product[] = [
  product(
    'CIP skid CS-4, two-tank',
    [45, 75],
    ['CS-4/2T', 'CIP skid, two tanks of 1,500 l', 'pcs', 1, 1, 7_190_000],
    ['DP-90', 'Dosing pump, acid and lye', 'pcs', 2, 2, 315_000],
    ['CT-12', 'Conductivity probe, hygienic', 'pcs', 4, 4, 60_000],
    ['SV-COM', 'Commissioning, two days on site', 'visit', 1, 1, 400_000],
  ),
  product(
    'Plate heat exchanger M15, 112 plates',
    [30, 50],
    ['PHE-M15', 'Frame M15, stainless clad', 'pcs', 1, 1, 1_120_000],
    ['PL-M15', 'Plate 0.6 mm, EPDM gasket', 'pcs', 112, 112, 9_063],
  ),
  product(
    'Gasket sets EPDM, {n} lines',
    [4, 9],
    ['GK-EP', 'Gasket set EPDM, filler line', 'set', 2, 6, 73_640],
  ),
  product(
    'Steam trap kit, {n} pieces',
    [5, 12],
    ['ST-FT20', 'Float trap DN20', 'pcs', 24, 64, 15_830],
    ['GS-20', 'Gasket set DN20', 'set', 24, 64, 720],
  ),
  product(
    'Butterfly valves DN{dn}, {n} pieces',
    [7, 15],
    ['BV-HY', 'Butterfly valve, hygienic, manual', 'pcs', 8, 24, 29_900],
  ),
  product(
    'Separator bowl overhaul',
    [18, 30],
    ['SB-OVH', 'Bowl overhaul at the works', 'pcs', 1, 1, 984_000],
    ['SB-KIT', 'Wear kit, bowl', 'set', 1, 1, 280_000],
  ),
  product(
    'Conductivity probes, {n} pieces',
    [10, 18],
    ['CT-12', 'Conductivity probe, hygienic', 'pcs', 4, 14, 59_900],
  ),
  product(
    'Homogeniser service kit, 2,000 h',
    [12, 20],
    ['HK-2000', 'Service kit, 2,000 h', 'set', 1, 1, 421_020],
    ['OIL-HX', 'Gear oil, food grade', 'kg', 20, 40, 1_650],
  ),
  product(
    'Boiler feed pump, spare',
    [20, 32],
    ['BFP-11', 'Multistage pump 11 kW', 'pcs', 1, 1, 545_000],
  ),
  product(
    'Pasteuriser holding tube, DN{dn}',
    [16, 28],
    ['HT-50', 'Holding tube section, polished', 'm', 6, 24, 41_800],
    ['CL-TC', 'Clamp, tri-clover', 'pcs', 12, 30, 1_940],
  ),
  product(
    'Level switches for silos, {n} pieces',
    [6, 12],
    ['LS-VB', 'Vibrating level switch, hygienic', 'pcs', 3, 10, 38_600],
  ),
]

export const HOTELS: readonly Product[] = [
  product(
    'Laundry steam boiler, 160 kg/h',
    [40, 65],
    ['LB-160', 'Electric steam boiler 160 kg/h', 'pcs', 1, 1, 28_400_000],
    ['CR-80', 'Condensate return tank, 80 l', 'pcs', 1, 1, 2_190_000],
    visit('Commissioning', 1_480_000),
  ),
  product(
    'Hot water calorifier, 800 l',
    [18, 30],
    ['HC-800', 'Calorifier 800 l, stainless', 'pcs', 1, 2, 6_950_000],
    ['SV-10B', 'Safety valve 10 bar', 'pcs', 1, 2, 184_000],
  ),
  product(
    'Ironer padding, {n} rolls',
    [3, 7],
    ['IP-33', 'Padding, needled felt 3.3 m', 'pcs', 2, 8, 412_000],
  ),
  product(
    'Kitchen steamer valves, {n} pieces',
    [3, 9],
    ['KV-15', 'Solenoid valve DN15, steam', 'pcs', 4, 16, 168_000],
  ),
  product('Descaling service, {dn} rooms', [8, 20], visit('Descaling, steam side', 1_120_000), [
    'DC-5',
    'Descaler, 5 kg',
    'pcs',
    6,
    18,
    49_500,
  ]),
  product(
    'Pressure reducers DN{dn}, {n} pieces',
    [6, 12],
    ['PR-RD', 'Pressure reducing valve', 'pcs', 2, 9, 524_000],
  ),
  product(
    'Steam trap kit, {n} pieces',
    [4, 10],
    ['ST-BK15', 'Bimetallic steam trap DN15', 'pcs', 6, 28, 121_000],
  ),
  product(
    'Spa steam generator, 18 kW',
    [12, 24],
    ['SPA-18', 'Steam bath generator 18 kW', 'pcs', 1, 3, 3_890_000],
    ['SC-01', 'Scent dosing, two channels', 'pcs', 1, 3, 712_000],
  ),
  product(
    'Circulation pumps, {n} pieces',
    [5, 11],
    ['CP-32', 'Circulation pump DN32, speed controlled', 'pcs', 1, 6, 894_000],
  ),
  product(
    'Insulation for flanges, {n} pieces',
    [2, 6],
    ['FI-50', 'Flange jacket DN50, removable', 'pcs', 10, 60, 38_500],
  ),
  product(
    'Boiler burner spares',
    [5, 14],
    ['IG-2', 'Ignition electrode pair', 'set', 1, 4, 96_000],
    ['FL-7', 'Flame sensor', 'pcs', 1, 4, 142_000],
    ['NZ-45', 'Nozzle 45°', 'pcs', 2, 8, 21_400],
  ),
]

export const FOOD: readonly Product[] = [
  product(
    'Retort control upgrade',
    [30, 45],
    ['RC-8', 'Retort controller, 8 loops', 'pcs', 1, 1, 1_870_000],
    visit('Commissioning', 132_000),
  ),
  product(
    'Cooker jackets, {n} pieces',
    [20, 34],
    ['CJ-600', 'Steam jacket 600 l', 'pcs', 1, 4, 1_240_000],
  ),
  product(
    'Steam trap kit, {n} pieces',
    [4, 10],
    ['ST-FT15', 'Float trap DN15', 'pcs', 10, 30, 13_900],
  ),
]
