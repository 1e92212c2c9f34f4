// What Chrysalis uses of the GNU Scientific Library. Link flags, CBLAS included, come from pkg-config.
#ifndef CHRYSALIS_CGSL_SHIM_H
#define CHRYSALIS_CGSL_SHIM_H

#include <gsl/gsl_cdf.h>       // distribution functions and their inverses
#include <gsl/gsl_errno.h>     // the error handler, which has to be switched off: its default aborts the program
#include <gsl/gsl_qrng.h>      // quasi-random sequences, against which tests hold our own
#include <gsl/gsl_sf_gamma.h>  // the gamma function, against which tests hold our own

// The library names its sequences in global variables, which Swift 6 does not let through.
static inline const gsl_qrng_type *chrysalis_sobol_sequence(void) { return gsl_qrng_sobol; }

#endif
