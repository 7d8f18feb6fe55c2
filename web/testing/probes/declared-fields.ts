/**
 * The fields that the types of the router declare for each answer, read by the compiler itself: types allow more than
 * they name, so a row that is passed on whole compiles, and only this comparison finds its other columns.
 */
import path from 'node:path'
import ts from 'typescript'

export interface DeclaredFields {
  /** Paths in the answer of a procedure that its type does not declare, e.g. `rows[].cost_minor`. */
  undeclaredIn(procedure: string, answer: unknown): string[]
}

const ROOT = path.resolve(import.meta.dirname, '../../..')
const ENTRY = path.join(ROOT, 'web/testing/probes/router-outputs.ts')

/** Takes some seconds: the compiler reads the router and everything it imports. */
export function readDeclaredFields(): DeclaredFields {
  const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  )
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT)
  const program = ts.createProgram([ENTRY], { ...options, noEmit: true })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(ENTRY)
  const outputs = source?.statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === 'RouterOutputs',
  )
  if (!outputs) throw new Error('router-outputs.ts declares no RouterOutputs')
  const root = checker.getTypeAtLocation(outputs)
  return {
    undeclaredIn(procedure, answer) {
      let declared: ts.Type[] = [root]
      for (const name of procedure.split('.')) declared = membersOf(checker, declared, name)
      if (declared.length === 0) throw new Error(`the types of the router hold no ${procedure}`)
      return [...new Set(walk(checker, { declared, value: answer, at: '' }))]
    },
  }
}

interface Place {
  declared: ts.Type[]
  value: unknown
  at: string
}

function walk(checker: ts.TypeChecker, { declared, value, at }: Place): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (declared.some(({ flags }) => (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0))
    return [`${at}: any`]
  if (Array.isArray(value)) {
    const elements = membersOf(checker, declared, '0')
    return value.flatMap((element: unknown) =>
      walk(checker, { declared: elements, value: element, at: `${at}[]` }),
    )
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = at === '' ? name : `${at}.${name}`
    const types = membersOf(checker, declared, name)
    return types.length === 0
      ? [place]
      : walk(checker, { declared: types, value: inner, at: place })
  })
}

/** Types of a property in whichever of the given types has it; several for a union. */
function membersOf(checker: ts.TypeChecker, types: ts.Type[], name: string): ts.Type[] {
  return types
    .flatMap((type) => partsOf(type))
    .flatMap((part) => {
      const property = checker.getPropertyOfType(part, name)
      const inner = property ? checker.getTypeOfSymbol(property) : indexed(checker, part, name)
      return inner ? partsOf(inner) : []
    })
}

function indexed(checker: ts.TypeChecker, type: ts.Type, name: string): ts.Type | undefined {
  if (/^\d+$/.test(name)) return type.getNumberIndexType()
  return checker.isArrayType(type) ? undefined : type.getStringIndexType()
}

const partsOf = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type])
