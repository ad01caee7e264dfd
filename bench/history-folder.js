/** Of the project in the repositories with a long history. */
export const FOLDER = 'config';
