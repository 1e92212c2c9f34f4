// What Chrysalis uses of the GNU Scientific Library. Link flags, CBLAS included, come from pkg-config.
#ifndef CHRYSALIS_CGSL_SHIM_H
#define CHRYSALIS_CGSL_SHIM_H

#include <gsl/gsl_cdf.h>       // distribution functions and their inverses
#include <gsl/gsl_errno.h>     // the error handler, which has to be switched off: its default aborts the program
#include <gsl/gsl_sf_gamma.h>  // the gamma function, against which tests hold our own

#endif
