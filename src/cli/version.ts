declare const FLAGWRIGHT_VERSION: string;
declare const FLAGWRIGHT_BUILD: string;

/** The version of the package, put in by the build. */
export const version: string = FLAGWRIGHT_VERSION;

/** Changes with every change of the tool or its schemas; what is kept between runs is valid for one build only. */
export const toolVersion: string = `${FLAGWRIGHT_VERSION} ${FLAGWRIGHT_BUILD}`;
