// zlib for Swift: its functions are imported as they are. HDF5 compresses with the same library, so that what is compressed here has the
// bytes that its own filter would have produced.

#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

#endif
