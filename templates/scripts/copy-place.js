// Where a device keeps the copy of a to-do list, and for how long (milliseconds) it is shown.
export const COPY = "trinhky-copy";
export const COPY_PAGE = "/offline";
export const COPY_LIFE = 3 * 24 * 60 * 60 * 1000;
