/** Dates and zones for a Node that has none of its own yet, such as Node 24. */
import 'temporal-polyfill/global'
