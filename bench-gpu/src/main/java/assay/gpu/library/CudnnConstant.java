package assay.gpu.library;

import assay.core.program.DataType;

/** Constants of cuDNN 9's interface, with the names they have there, without their prefix. */
final class CudnnConstant {
  /** {@code cudnnBackendDescriptorType_t}. */
  static final int CONVOLUTION = 1;

  static final int ENGINE = 2;
  static final int ENGINECFG = 3;
  static final int ENGINEHEUR = 4;
  static final int EXECUTION_PLAN = 5;
  static final int KNOB_CHOICE = 7;
  static final int OPERATIONGRAPH = 15;
  static final int VARIANT_PACK = 16;
  static final int TENSOR = 17;

  /** {@code cudnnBackendAttributeType_t}. */
  static final int TYPE_HANDLE = 0;

  static final int TYPE_DATA_TYPE = 1;
  static final int TYPE_INT64 = 3;
  static final int TYPE_FLOAT = 4;
  static final int TYPE_VOID_PTR = 6;
  static final int TYPE_CONVOLUTION_MODE = 7;
  static final int TYPE_HEUR_MODE = 8;
  static final int TYPE_KNOB_TYPE = 9;
  static final int TYPE_NUMERICAL_NOTE = 11;
  static final int TYPE_DESCRIPTOR = 15;

  /** {@code cudnnBackendAttributeName_t}. */
  static final int CONVOLUTION_COMP_TYPE = 100;

  static final int CONVOLUTION_CONV_MODE = 101;
  static final int CONVOLUTION_DILATIONS = 102;
  static final int CONVOLUTION_FILTER_STRIDES = 103;
  static final int CONVOLUTION_POST_PADDINGS = 104;
  static final int CONVOLUTION_PRE_PADDINGS = 105;
  static final int CONVOLUTION_SPATIAL_DIMS = 106;
  static final int ENGINEHEUR_MODE = 200;
  static final int ENGINEHEUR_OPERATION_GRAPH = 201;
  static final int ENGINEHEUR_RESULTS = 202;
  static final int ENGINECFG_ENGINE = 300;
  static final int ENGINECFG_KNOB_CHOICES = 302;
  static final int EXECUTION_PLAN_HANDLE = 400;
  static final int EXECUTION_PLAN_ENGINE_CONFIG = 401;
  static final int EXECUTION_PLAN_WORKSPACE_SIZE = 402;
  static final int KNOB_CHOICE_KNOB_TYPE = 600;
  static final int KNOB_CHOICE_KNOB_VALUE = 601;
  static final int OPERATIONGRAPH_HANDLE = 800;
  static final int OPERATIONGRAPH_OPS = 801;
  static final int TENSOR_BYTE_ALIGNMENT = 900;
  static final int TENSOR_DATA_TYPE = 901;
  static final int TENSOR_DIMENSIONS = 902;
  static final int TENSOR_STRIDES = 903;
  static final int TENSOR_UNIQUE_ID = 906;
  static final int VARIANT_PACK_UNIQUE_IDS = 1000;
  static final int VARIANT_PACK_DATA_POINTERS = 1001;
  static final int VARIANT_PACK_WORKSPACE = 1003;
  static final int ENGINE_GLOBAL_INDEX = 1301;
  static final int ENGINE_NUMERICAL_NOTE = 1303;

  /** {@code cudnnBackendHeurMode_t}: fast heuristics, and the fallback. */
  static final int HEUR_MODE_A = 3;

  static final int HEUR_MODE_FALLBACK = 2;

  /** {@code cudnnConvolutionMode_t}. */
  static final int CROSS_CORRELATION = 1;

  /** {@code cudnnTensorFormat_t}. */
  static final int NHWC = 1;

  /** {@code cudnnMathType_t}. */
  static final int DEFAULT_MATH = 0;

  static final int TENSOR_OP_MATH = 1;
  static final int FMA_MATH = 3;

  private CudnnConstant() {}

  /** {@code cudnnDataType_t} of a type that convolutions support. */
  static int dataType(DataType type) {
    return switch (type) {
      case F32 -> 0;
      case F16 -> 2;
      case BF16 -> 9;
      case F64, F8E4M3, S8, S32 ->
          throw new IllegalArgumentException("convolutions do not support " + type);
    };
  }
}
