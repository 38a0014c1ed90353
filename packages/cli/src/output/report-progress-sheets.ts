/** Sheets of what somebody works towards: goals with their pace, habits day by day. */
import type { Goal } from '@goalixa/contracts/goals'
import type { HeatMapDay } from '@goalixa/contracts/habit-days'
import type { GoalsReport, HabitsReport } from '../report-documents.ts'
import { measureText, paceText, percentText } from './goals.ts'
import { streakText } from './habits.ts'
import { daysText } from './report-heads.ts'
import type { Sheet } from './report-sheet.ts'

const statusWords = { active: 'active', at_risk: 'at risk', completed: 'completed' } as const

export function goalsSheet({ goals, zone }: GoalsReport): Sheet {
  return {
    title: 'Goals',
    range: `Goals · ${zone}`,
    sections: [
      {
        heading: null,
        columns: [
          { head: 'GOAL', flexible: true },
          { head: 'DONE', align: 'right' },
          { head: 'OF' },
          { head: 'STATUS' },
        ],
        rows: goals.map((goal) => ({
          cells: [goal.name, percentText(goal), measureText(goal), statusWords[goal.status]],
          bar: goal.progress,
          colour: goal.colour,
        })),
        foot: [],
        empty: 'No goals.',
      },
    ],
    totals: [],
    notes: goals.flatMap((goal) => paceNote(goal)),
  }
}

/** `Thesis: 1h 12m a day makes Fri 2026-03-06; 40m a day so far` */
function paceNote(goal: Goal): string[] {
  const pace = paceText(goal)
  return pace === null ? [] : [`${goal.name.replaceAll(/\s+/g, ' ')}: ${pace}`]
}

const isDue = ({ state }: HeatMapDay): boolean => state !== 'rest' && state !== 'skip' && state !== 'open'

export function habitsSheet(report: HabitsReport): Sheet {
  const days = Temporal.PlainDate.from(report.from).until(report.to).days
  const first = report.habits.flatMap(({ days: known }) => known[0]?.date ?? []).toSorted()[0]
  const count = (of: readonly HeatMapDay[], state: HeatMapDay['state']) =>
    of.filter((day) => day.state === state).length
  return {
    title: 'Habits',
    range: `${daysText({ ...report, days })} · ${report.zone}`,
    chart: {
      kind: 'heat',
      legend: 'nothing, in part, done; - skipped',
      isTable: false,
      rows: report.habits.map((habit) => ({
        name: habit.name,
        cells: habit.days.map(({ date, level, state }) => ({
          name: `${date}, ${state}`,
          level,
          ...(state === 'skip' && { mark: '-' }),
        })),
      })),
    },
    sections: [
      {
        heading: null,
        columns: [
          { head: 'HABIT', flexible: true },
          { head: 'DONE', align: 'right' },
          { head: 'DUE', align: 'right' },
          { head: 'SKIPPED', align: 'right' },
          { head: 'STREAK' },
          { head: 'SCORE', align: 'right' },
        ],
        rows: report.habits.map((habit) => ({
          cells: [
            habit.name,
            String(count(habit.days, 'done')),
            String(habit.days.filter(isDue).length),
            String(count(habit.days, 'skip')),
            streakText(habit, habit.streak.current),
            `${habit.score} %`,
          ],
        })),
        foot: [],
        empty: 'No habits.',
      },
    ],
    totals: [],
    notes:
      first !== undefined && first > report.from
        ? [`Days of habits are known from ${first} on: they reach back 52 weeks.`]
        : [],
  }
}
