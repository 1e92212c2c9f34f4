// HDF5 for Swift. The library's C functions are imported as they are. What stands here is only what Swift cannot see: names that HDF5
// defines as macros which call H5open() or cast first. Each is one line; the comment says what the macro hides.

#ifndef CHDF5_SHIM_H
#define CHDF5_SHIM_H

#include <hdf5.h>
#include <hdf5_hl.h>

// Type ids are globals behind H5OPEN, which initialises the library. Files hold the little-endian standard types on every machine, so that
// equal content gives equal bytes; memory types are the native ones.
static inline hid_t chdf5_file_int64(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_file_int32(void) { return H5T_STD_I32LE; }
static inline hid_t chdf5_file_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t chdf5_file_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t chdf5_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
// The type that fixed-length strings are copied from; the same H5OPEN.
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }

// Property list classes are globals behind H5OPEN.
static inline hid_t chdf5_file_create_class(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_group_create_class(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_create_class(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_file_access_class(void) { return H5P_FILE_ACCESS; }

// Access flags are macros that call H5CHECK before they give the number.
static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }

// The default property list, the whole of a dataspace and the current error stack are casts of 0.
static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_all(void) { return H5S_ALL; }
static inline hid_t chdf5_error_stack(void) { return H5E_DEFAULT; }

// The set of all kinds of open objects is a union of bits behind several macros.
static inline unsigned chdf5_all_objects(void) { return H5F_OBJ_ALL; }

// The length of a dimension without a bound is a cast of -1 to an unsigned type.
static inline hsize_t chdf5_unlimited(void) { return H5S_UNLIMITED; }

// The size of a string of variable length is a cast of -1 to size_t.
static inline size_t chdf5_variable_size(void) { return H5T_VARIABLE; }

// The creation-order flags are bits of an unsigned argument; the macros are plain numbers of another type.
static inline unsigned chdf5_creation_order(void) { return H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED; }

#endif
