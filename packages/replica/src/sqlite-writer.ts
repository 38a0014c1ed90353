import { touchedBy } from './operations.ts'
import { columnsOf } from './row-columns.ts'
import type { Sql } from './sqlite-statements.ts'
import type { ReplicaReader, ReplicaWriter } from './storage.ts'

const text = JSON.stringify
const textOrNull = (value: unknown): string | null => (value === null ? null : text(value))

export function createSqliteWriter(sql: Sql, reader: ReplicaReader): ReplicaWriter {
  return {
    ...reader,
    setMeta: async (key, value) =>
      sql.run('insert or replace into meta (key, value) values (?, ?)', key, text(value)),
    async putRow({ table, id, confirmed, seq, pending, visible }) {
      const columns = columnsOf(table, id, visible)
      sql.run(
        `insert or replace into rows (table_name, id, confirmed, seq, pending, visible, tail, name, start_at, end_at, task_id)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        table,
        id,
        textOrNull(confirmed),
        seq,
        textOrNull(pending),
        // A row on more than a page's share costs a page of its own: what can be had from a copy is not stored again.
        visible === (confirmed ?? pending) ? null : text(visible),
        columns?.tail ?? null,
        columns?.name ?? null,
        columns?.start ?? null,
        columns?.end ?? null,
        columns?.taskId ?? null,
      )
    },
    deleteRow: async (table, id) => sql.run('delete from rows where table_name = ? and id = ?', table, id),
    async deleteAllConfirmed() {
      sql.run('delete from rows where pending is null')
      sql.run('update rows set visible = coalesce(visible, confirmed), confirmed = null, seq = 0')
    },
    putOutbox: async ({ n, bytes, operation }) =>
      sql.run(
        'insert or replace into outbox (n, bytes, operation, touched) values (?, ?, ?, ?)',
        n,
        bytes,
        text(operation),
        text(touchedBy(operation)),
      ),
    deleteOutbox: async (from, to) => sql.run('delete from outbox where n between ? and ?', from, to),
    putDeadLetter: async (letter) =>
      sql.run('insert or replace into dead_letters (key, item) values (?, ?)', letter.key, text(letter)),
    deleteDeadLetter: async (key) => sql.run('delete from dead_letters where key = ?', key),
    putIntent: async (intent) =>
      sql.run(
        'insert or replace into intents (operation, sort, pending, item) values (?, ?, ?, ?)',
        intent.operation,
        intent.order,
        intent.pending ? 1 : 0,
        text(intent),
      ),
    deleteIntent: async (operation) => sql.run('delete from intents where operation = ?', operation),
    trimIntents: async (keep) =>
      sql.run(
        `delete from intents where pending = 0 and sort <
           (select coalesce(min(sort), '~') from (select sort from intents order by sort desc limit ?))`,
        keep,
      ),
    putConflict: async (conflict) =>
      sql.run(
        'insert or replace into conflicts (id, sort, item) values (?, ?, ?)',
        conflict.id,
        conflict.order,
        text(conflict),
      ),
    deleteConflict: async (id) => sql.run('delete from conflicts where id = ?', id),
    trimConflicts: async (keep) =>
      sql.run(
        'delete from conflicts where id in (select id from conflicts order by sort desc limit -1 offset ?)',
        keep,
      ),
    async stage(rows, history) {
      for (const row of rows) {
        sql.run(
          'insert or replace into staged_rows (table_name, id, item) values (?, ?, ?)',
          row.table,
          row.id,
          text(row),
        )
      }
      for (const line of history)
        sql.run('insert or replace into staged_history (seq, item) values (?, ?)', line.seq, text(line))
    },
    async clearStaged() {
      sql.run('delete from staged_rows')
      sql.run('delete from staged_history')
    },
  }
}
