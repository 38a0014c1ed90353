/** A database of its own on a server, made and dropped. */
import { connect, databaseFailure, disconnect, quoted } from './connection.ts'

/** @throws AppError `ops.backup_database`, such as when the role may make none */
export async function makeDatabase(
  server: string,
  name: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const run = async (statement: string) => {
    const client = await connect(server)
    try {
      await client.query(statement)
    } catch (error) {
      throw databaseFailure(error)
    } finally {
      await disconnect(client)
    }
  }
  await run(`create database ${quoted(name)}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database if exists ${quoted(name)} with (force)`) }
}
