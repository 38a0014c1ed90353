/** The small shapes every feature is made of. */
import * as z from 'zod'
import { isZone } from './zones.ts'

/** A row's id: a UUID in lower case; new ones are version 7. */
export const Id = z.uuid().toLowerCase()

/**
 * An instant, written in RFC 3339. Any offset is read; it is always answered in UTC with whole seconds.
 * The years 1900 to 9999 are known.
 */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !Number.isNaN(Date.parse(text)), 'this date does not exist')
  .refine((text) => {
    const year = new Date(text).getUTCFullYear()
    return year >= 1900 && year <= 9999
  }, 'only the years 1900 to 9999 are known')

/** A civil date, `YYYY-MM-DD`, that exists, in the years 1900 to 9999. */
export const CivilDate = z.iso
  .date()
  .refine((text) => text >= '1900', 'only the years 1900 to 9999 are known')

/** An IANA time zone such as `Europe/Berlin`. */
export const Zone = z.string().max(64).refine(isZone, 'this is not an IANA time zone such as Europe/Berlin')

/** Text for people: no NUL, well-formed Unicode (PostgreSQL stores neither), trimmed. */
export const Text = (max: number) =>
  z
    .string()
    .max(max)
    .refine(
      (text) => !text.includes('\0') && text.isWellFormed(),
      'it holds characters that cannot be stored',
    )

/** A name that is unique per user: 1 to 200 characters, NFC, no line breaks. */
export const Name = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    Text(200)
      .min(1, 'it is empty')
      .regex(/^[^\r\n]*$/, 'it must be one line'),
  )

export const Colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'write it as #rrggbb')

/** Days of the week as ISO numbers them: 1 is Monday, 7 is Sunday. */
export const WeekStart = z.int().min(1).max(7)

/** Query strings carry text: these read it. */
export const QueryFlag = z.stringbool()
const QueryCount = (max: number) => z.coerce.number().int().min(1).max(max)

/** A list answer: rows and where the next page begins; null at the end. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** How a list is asked for: at most 500 rows, then on from `nextCursor`. */
export const pageQuery = { limit: QueryCount(500).default(100), cursor: Text(500).optional() }

/** The last characters of an id, as people type them: ids made in one moment begin alike. */
export const IdTail = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f-]{5,36}$/, 'write at least 5 characters of the id')

/** Query parameter that may be given once or several times. */
export const many = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z.union([item.transform((one) => [one]), z.array(item)])

/**
 * How a list is narrowed: a filter such as `project:ops due<fri +urgent or tracked>2h`. Its dates are days of the
 * zone, and of weeks that begin with `weekStart`; both are those of the settings unless given.
 */
export const filterQuery = {
  filter: Text(2000).optional(),
  zone: Zone.optional(),
  weekStart: z.coerce.number().pipe(WeekStart).optional(),
}

/** A write that answers nothing but that it is done. */
export const NoContent = z.undefined()
