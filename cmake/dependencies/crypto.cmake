# Target smnn::crypto: OpenSSL's libcrypto, for the SHA-256 of checkpoints. Not an imported target: its
# paths go into the installed package as they are, as those of HDF5 do.

find_package(OpenSSL QUIET COMPONENTS Crypto)
smnn_require("${OPENSSL_FOUND}" "OpenSSL's libcrypto, which checkpoints need," libssl-dev SMNN_ENABLE_HDF5)

add_library(smnn_crypto INTERFACE)
add_library(smnn::crypto ALIAS smnn_crypto)
set_target_properties(smnn_crypto PROPERTIES EXPORT_NAME crypto)
target_include_directories(smnn_crypto SYSTEM INTERFACE ${OPENSSL_INCLUDE_DIR})
target_link_libraries(smnn_crypto INTERFACE ${OPENSSL_CRYPTO_LIBRARY})
message(STATUS "OpenSSL ${OPENSSL_VERSION}: ${OPENSSL_CRYPTO_LIBRARY}")
