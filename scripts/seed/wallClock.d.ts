/** A zone in which a writer's clock stands. */
export type Zone = 'America/New_York' | 'Asia/Kolkata' | 'Europe/Berlin' | 'UTC';
/** Microseconds by which the zone's clock is ahead of UTC at that instant (microseconds since 1970). */
export declare function zoneOffsetUs(zone: Zone, timeUs: number): number;
/** `2026-11-22T12:58:15.290239`: the writer's local time without a zone; no fraction when it is zero. */
export declare function localText(timeUs: number, zone: Zone): string;
/** `2026-11-22T17:58:15.290568Z`. */
export declare function utcText(timeUs: number): string;
/** `2026/11/22/17/58:15.278236`: the five time segments of a key. */
export declare function keyTime(timeUs: number): string;
