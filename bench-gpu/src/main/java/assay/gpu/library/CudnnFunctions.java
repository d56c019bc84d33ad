package assay.gpu.library;

import assay.core.ffi.StatusFunction;
import java.lang.foreign.MemorySegment;

/**
 * The functions of cuDNN 9 used here. All return a {@code cudnnStatus_t}. The legacy convolution
 * calls take ints as extents. Handles, descriptors and addresses in device memory are passed as
 * numbers, pointers to host memory as segments.
 */
interface CudnnFunctions {
  @StatusFunction("cudnnCreate")
  void create(MemorySegment handle);

  @StatusFunction("cudnnDestroy")
  void destroy(long handle);

  @StatusFunction("cudnnSetStream")
  void setStream(long handle, long stream);

  @StatusFunction("cudnnBackendCreateDescriptor")
  void backendCreate(int type, MemorySegment descriptor);

  @StatusFunction("cudnnBackendDestroyDescriptor")
  void backendDestroy(long descriptor);

  @StatusFunction("cudnnBackendFinalize")
  void backendFinalize(long descriptor);

  @StatusFunction("cudnnBackendSetAttribute")
  void backendSet(long descriptor, int attribute, int type, long count, MemorySegment elements);

  @StatusFunction("cudnnBackendGetAttribute")
  void backendGet(
      long descriptor,
      int attribute,
      int type,
      long asked,
      MemorySegment count,
      MemorySegment elements);

  @StatusFunction("cudnnBackendExecute")
  void backendExecute(long handle, long plan, long variantPack);

  @StatusFunction("cudnnCreateTensorDescriptor")
  void tensorCreate(MemorySegment descriptor);

  @StatusFunction("cudnnSetTensor4dDescriptor")
  void tensorSet(long descriptor, int format, int type, int n, int c, int h, int w);

  @StatusFunction("cudnnDestroyTensorDescriptor")
  void tensorDestroy(long descriptor);

  @StatusFunction("cudnnCreateFilterDescriptor")
  void filterCreate(MemorySegment descriptor);

  /** Type and format are in the opposite order to a tensor's. */
  @StatusFunction("cudnnSetFilter4dDescriptor")
  void filterSet(long descriptor, int type, int format, int k, int c, int h, int w);

  @StatusFunction("cudnnDestroyFilterDescriptor")
  void filterDestroy(long descriptor);

  @StatusFunction("cudnnCreateConvolutionDescriptor")
  void convolutionCreate(MemorySegment descriptor);

  @StatusFunction("cudnnSetConvolution2dDescriptor")
  void convolutionSet(
      long descriptor,
      int padH,
      int padW,
      int strideH,
      int strideW,
      int dilationH,
      int dilationW,
      int mode,
      int type);

  @StatusFunction("cudnnSetConvolutionMathType")
  void convolutionMath(long descriptor, int mathType);

  @StatusFunction("cudnnDestroyConvolutionDescriptor")
  void convolutionDestroy(long descriptor);

  @StatusFunction("cudnnGetConvolutionForwardAlgorithm_v7")
  void forwardSearch(
      long handle,
      long x,
      long w,
      long convolution,
      long y,
      int asked,
      MemorySegment count,
      MemorySegment results);

  @StatusFunction("cudnnGetConvolutionForwardWorkspaceSize")
  void forwardWorkspace(
      long handle, long x, long w, long convolution, long y, int algorithm, MemorySegment bytes);

  @StatusFunction("cudnnConvolutionForward")
  void forward(
      long handle,
      MemorySegment alpha,
      long xDesc,
      long x,
      long wDesc,
      long w,
      long convolution,
      int algorithm,
      long workspace,
      long workspaceBytes,
      MemorySegment beta,
      long yDesc,
      long y);

  @StatusFunction("cudnnGetConvolutionBackwardDataAlgorithm_v7")
  void dataSearch(
      long handle,
      long w,
      long dy,
      long convolution,
      long dx,
      int asked,
      MemorySegment count,
      MemorySegment results);

  @StatusFunction("cudnnGetConvolutionBackwardDataWorkspaceSize")
  void dataWorkspace(
      long handle, long w, long dy, long convolution, long dx, int algorithm, MemorySegment bytes);

  @StatusFunction("cudnnConvolutionBackwardData")
  void data(
      long handle,
      MemorySegment alpha,
      long wDesc,
      long w,
      long dyDesc,
      long dy,
      long convolution,
      int algorithm,
      long workspace,
      long workspaceBytes,
      MemorySegment beta,
      long dxDesc,
      long dx);

  @StatusFunction("cudnnGetConvolutionBackwardFilterAlgorithm_v7")
  void filterSearch(
      long handle,
      long x,
      long dy,
      long convolution,
      long dw,
      int asked,
      MemorySegment count,
      MemorySegment results);

  @StatusFunction("cudnnGetConvolutionBackwardFilterWorkspaceSize")
  void filterWorkspace(
      long handle, long x, long dy, long convolution, long dw, int algorithm, MemorySegment bytes);

  @StatusFunction("cudnnConvolutionBackwardFilter")
  void filter(
      long handle,
      MemorySegment alpha,
      long xDesc,
      long x,
      long dyDesc,
      long dy,
      long convolution,
      int algorithm,
      long workspace,
      long workspaceBytes,
      MemorySegment beta,
      long dwDesc,
      long dw);
}
