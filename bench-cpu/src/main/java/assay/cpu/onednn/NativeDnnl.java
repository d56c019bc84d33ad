package assay.cpu.onednn;

import assay.core.ffi.NativeFunction;
import assay.core.ffi.StatusFunction;
import java.lang.foreign.MemorySegment;

/**
 * The functions of libdnnl used here (oneDNN's C API, version 3), and the one of its OpenMP runtime
 * that sets the number of threads. Handles are opaque pointers, passed as {@code long}; a segment
 * named {@code created} receives one.
 */
interface NativeDnnl {
  /** A {@code dnnl_version_t}. */
  @NativeFunction("dnnl_version")
  MemorySegment version();

  @NativeFunction("dnnl_get_effective_cpu_isa")
  int effectiveIsa();

  /** Binds the calling thread only. */
  @NativeFunction("omp_set_num_threads")
  void setNumThreads(int threads);

  @StatusFunction("dnnl_engine_create")
  void createEngine(MemorySegment created, int kind, long index);

  @StatusFunction("dnnl_stream_create")
  void createStream(MemorySegment created, long engine, int flags);

  @StatusFunction("dnnl_stream_wait")
  void await(long stream);

  @StatusFunction("dnnl_memory_desc_create_with_strides")
  void createLayout(
      MemorySegment created, int rank, MemorySegment dims, int type, MemorySegment strides);

  @StatusFunction("dnnl_memory_desc_create_with_tag")
  void createTaggedLayout(MemorySegment created, int rank, MemorySegment dims, int type, int tag);

  @StatusFunction("dnnl_memory_desc_clone")
  void cloneLayout(MemorySegment created, long layout);

  @NativeFunction("dnnl_memory_desc_equal")
  int equalLayouts(long left, long right);

  /** In bytes. */
  @NativeFunction("dnnl_memory_desc_get_size")
  long size(long layout);

  @StatusFunction("dnnl_memory_desc_destroy")
  void destroyLayout(long layout);

  @StatusFunction("dnnl_memory_create")
  void createMemory(MemorySegment created, long layout, long engine, MemorySegment data);

  @StatusFunction("dnnl_memory_set_data_handle")
  void setData(long memory, MemorySegment data);

  @StatusFunction("dnnl_memory_destroy")
  void destroyMemory(long memory);

  @StatusFunction("dnnl_primitive_attr_create")
  void createAttributes(MemorySegment created);

  @StatusFunction("dnnl_primitive_attr_set_fpmath_mode")
  void setMathMode(long attributes, int mode);

  @StatusFunction("dnnl_primitive_attr_set_post_ops")
  void setPostOps(long attributes, long postOps);

  @StatusFunction("dnnl_primitive_attr_destroy")
  void destroyAttributes(long attributes);

  @StatusFunction("dnnl_post_ops_create")
  void createPostOps(MemorySegment created);

  @StatusFunction("dnnl_post_ops_append_eltwise")
  void appendEltwise(long postOps, int algorithm, float alpha, float beta);

  @StatusFunction("dnnl_post_ops_append_sum")
  void appendSum(long postOps, float scale, int zeroPoint, int type);

  @StatusFunction("dnnl_post_ops_destroy")
  void destroyPostOps(long postOps);

  @StatusFunction("dnnl_reorder_primitive_desc_create")
  void describeReorder(
      MemorySegment created, long from, long fromEngine, long to, long toEngine, long attributes);

  @StatusFunction("dnnl_matmul_primitive_desc_create")
  void describeMatMul(
      MemorySegment created,
      long engine,
      long source,
      long weights,
      long bias,
      long destination,
      long attributes);

  @StatusFunction("dnnl_convolution_forward_primitive_desc_create")
  void describeConvolution(
      MemorySegment created,
      long engine,
      int propagation,
      int algorithm,
      long source,
      long weights,
      long bias,
      long destination,
      MemorySegment strides,
      MemorySegment dilations,
      MemorySegment paddingBefore,
      MemorySegment paddingAfter,
      long attributes);

  @StatusFunction("dnnl_convolution_backward_data_primitive_desc_create")
  void describeConvolutionBackwardData(
      MemorySegment created,
      long engine,
      int algorithm,
      long sourceGradient,
      long weights,
      long destinationGradient,
      MemorySegment strides,
      MemorySegment dilations,
      MemorySegment paddingBefore,
      MemorySegment paddingAfter,
      long forward,
      long attributes);

  @StatusFunction("dnnl_convolution_backward_weights_primitive_desc_create")
  void describeConvolutionBackwardWeights(
      MemorySegment created,
      long engine,
      int algorithm,
      long source,
      long weightsGradient,
      long biasGradient,
      long destinationGradient,
      MemorySegment strides,
      MemorySegment dilations,
      MemorySegment paddingBefore,
      MemorySegment paddingAfter,
      long forward,
      long attributes);

  @StatusFunction("dnnl_eltwise_forward_primitive_desc_create")
  void describeEltwise(
      MemorySegment created,
      long engine,
      int propagation,
      int algorithm,
      long source,
      long destination,
      float alpha,
      float beta,
      long attributes);

  @StatusFunction("dnnl_eltwise_backward_primitive_desc_create")
  void describeEltwiseBackward(
      MemorySegment created,
      long engine,
      int algorithm,
      long sourceGradient,
      long destinationGradient,
      long data,
      float alpha,
      float beta,
      long forward,
      long attributes);

  @StatusFunction("dnnl_reduction_primitive_desc_create")
  void describeReduction(
      MemorySegment created,
      long engine,
      int algorithm,
      long source,
      long destination,
      float power,
      float epsilon,
      long attributes);

  @StatusFunction("dnnl_binary_primitive_desc_create")
  void describeBinary(
      MemorySegment created,
      long engine,
      int algorithm,
      long left,
      long right,
      long destination,
      long attributes);

  @StatusFunction("dnnl_pooling_forward_primitive_desc_create")
  void describePooling(
      MemorySegment created,
      long engine,
      int propagation,
      int algorithm,
      long source,
      long destination,
      MemorySegment strides,
      MemorySegment extents,
      MemorySegment dilations,
      MemorySegment paddingBefore,
      MemorySegment paddingAfter,
      long attributes);

  @StatusFunction("dnnl_pooling_backward_primitive_desc_create")
  void describePoolingBackward(
      MemorySegment created,
      long engine,
      int algorithm,
      long sourceGradient,
      long destinationGradient,
      MemorySegment strides,
      MemorySegment extents,
      MemorySegment dilations,
      MemorySegment paddingBefore,
      MemorySegment paddingAfter,
      long forward,
      long attributes);

  @StatusFunction("dnnl_primitive_desc_query")
  void query(long description, int what, int index, MemorySegment result);

  /** A layout that belongs to the description. */
  @NativeFunction("dnnl_primitive_desc_query_md")
  long queryLayout(long description, int what, int index);

  @StatusFunction("dnnl_primitive_desc_destroy")
  void destroyDescription(long description);

  @StatusFunction("dnnl_primitive_create")
  void createPrimitive(MemorySegment created, long description);

  @StatusFunction("dnnl_primitive_execute")
  void execute(long primitive, long stream, int count, MemorySegment arguments);

  @StatusFunction("dnnl_primitive_destroy")
  void destroyPrimitive(long primitive);
}
