/**
 * Every signal of Portside, typed once. Whoever sends and whoever handles import the same definition, and a test
 * holds the two lists against each other: a wrong name is answered with success and loses the event.
 */
import { defineSignal } from '@temporalio/workflow'

/** To a drain: its lane has got new rows. Carries nothing, the inbox is the queue. */
export const eventsArrived = defineSignal('eventsArrived')

/** To a parked backfill: the reason it waits for is gone (new credentials, a repaired configuration). */
export const connectionResumed = defineSignal('connectionResumed')
