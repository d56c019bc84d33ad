/**
 * NVIDIA's libraries through the foreign function API: cuBLASLt for matrix products, cuDNN for
 * convolutions. They are found, loaded and queried for their versions by {@link
 * assay.gpu.library.CudaLibraries}; a target computes through {@link
 * assay.gpu.library.LibraryProducts}. Nothing here depends on how the driver is called: device
 * addresses and streams are plain numbers.
 */
@NullMarked
package assay.gpu.library;

import org.jspecify.annotations.NullMarked;
