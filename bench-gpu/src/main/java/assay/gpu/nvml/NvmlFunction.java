package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.util.List;

/**
 * The functions used of NVML, each declared once. All return an {@code nvmlReturn_t}, an int.
 * {@code nvmlDevice_t} and {@code nvmlEventSet_t} are pointers, enumerations are ints.
 */
@SuppressWarnings("ImmutableEnumChecker") // Lists by List.of and descriptors do not change.
enum NvmlFunction {
  INIT("nvmlInit_v2"),
  SHUTDOWN("nvmlShutdown"),
  /** {@code (char *version, unsigned length)} */
  DRIVER_VERSION("nvmlSystemGetDriverVersion", ADDRESS, JAVA_INT),
  /** {@code (char *version, unsigned length)} */
  NVML_VERSION("nvmlSystemGetNVMLVersion", ADDRESS, JAVA_INT),
  /** {@code (int *version)}: 1000 × major + 10 × minor */
  CUDA_DRIVER_VERSION("nvmlSystemGetCudaDriverVersion_v2", ADDRESS),
  /** {@code (unsigned *count)}, devices without permission included */
  DEVICE_COUNT("nvmlDeviceGetCount_v2", ADDRESS),
  /** {@code (unsigned index, nvmlDevice_t *device)} */
  DEVICE_BY_INDEX("nvmlDeviceGetHandleByIndex_v2", JAVA_INT, ADDRESS),

  /** {@code (device, nvmlPciInfo_t *pci)} */
  PCI_INFO("nvmlDeviceGetPciInfo_v3", ADDRESS, ADDRESS),
  /** {@code (device, char *name, unsigned length)} */
  NAME("nvmlDeviceGetName", ADDRESS, ADDRESS, JAVA_INT),
  /** {@code (device, char *part, unsigned length)} */
  BOARD_PART_NUMBER("nvmlDeviceGetBoardPartNumber", ADDRESS, ADDRESS, JAVA_INT),
  /** {@code (device, char *version, unsigned length)} */
  VBIOS_VERSION("nvmlDeviceGetVbiosVersion", ADDRESS, ADDRESS, JAVA_INT),
  /** {@code (device, char *version, unsigned length)} */
  INFOROM_VERSION("nvmlDeviceGetInforomImageVersion", ADDRESS, ADDRESS, JAVA_INT),
  /** {@code (device, int *major, int *minor)} */
  COMPUTE_CAPABILITY("nvmlDeviceGetCudaComputeCapability", ADDRESS, ADDRESS, ADDRESS),
  /** {@code (device, int *mode)} */
  VIRTUALIZATION_MODE("nvmlDeviceGetVirtualizationMode", ADDRESS, ADDRESS),
  /** {@code (device, unsigned *current, unsigned *pending)}: 1 is enabled */
  MIG_MODE("nvmlDeviceGetMigMode", ADDRESS, ADDRESS, ADDRESS),
  /** {@code (device, int *current, int *pending)}: 1 is enabled */
  ECC_MODE("nvmlDeviceGetEccMode", ADDRESS, ADDRESS, ADDRESS),
  /** {@code (device, int *mode)}: 1 is enabled */
  PERSISTENCE_MODE("nvmlDeviceGetPersistenceMode", ADDRESS, ADDRESS),
  /** {@code (device, int *mode)} */
  COMPUTE_MODE("nvmlDeviceGetComputeMode", ADDRESS, ADDRESS),
  /** {@code (device, unsigned *milliwatts)} */
  ENFORCED_POWER_LIMIT("nvmlDeviceGetEnforcedPowerLimit", ADDRESS, ADDRESS),
  /** {@code (device, unsigned *least, unsigned *most)} in mW */
  POWER_LIMIT_CONSTRAINTS(
      "nvmlDeviceGetPowerManagementLimitConstraints", ADDRESS, ADDRESS, ADDRESS),
  /** {@code (device, unsigned *generation)} */
  PCIE_GENERATION("nvmlDeviceGetCurrPcieLinkGeneration", ADDRESS, ADDRESS),
  /** {@code (device, unsigned *generation)}: the most that device and host can do */
  PCIE_MAX_GENERATION("nvmlDeviceGetMaxPcieLinkGeneration", ADDRESS, ADDRESS),
  /** {@code (device, unsigned *lanes)} */
  PCIE_WIDTH("nvmlDeviceGetCurrPcieLinkWidth", ADDRESS, ADDRESS),
  /** {@code (device, unsigned *lanes)}: the most that device and host can do */
  PCIE_MAX_WIDTH("nvmlDeviceGetMaxPcieLinkWidth", ADDRESS, ADDRESS),

  /** {@code (device, int count, nvmlFieldValue_t *values)} */
  FIELD_VALUES("nvmlDeviceGetFieldValues", ADDRESS, JAVA_INT, ADDRESS),
  /** {@code (device, unsigned long long *millijoules)} */
  TOTAL_ENERGY("nvmlDeviceGetTotalEnergyConsumption", ADDRESS, ADDRESS),
  /** {@code (device, unsigned *milliwatts)} */
  POWER_USAGE("nvmlDeviceGetPowerUsage", ADDRESS, ADDRESS),
  /** {@code (device, nvmlUtilization_t *rates)} */
  UTILIZATION_RATES("nvmlDeviceGetUtilizationRates", ADDRESS, ADDRESS),
  /** {@code (device, nvmlClockType_t type, unsigned *megahertz)} */
  CLOCK_INFO("nvmlDeviceGetClockInfo", ADDRESS, JAVA_INT, ADDRESS),
  /** {@code (device, nvmlTemperatureSensors_t sensor, unsigned *celsius)} */
  TEMPERATURE("nvmlDeviceGetTemperature", ADDRESS, JAVA_INT, ADDRESS),
  /** {@code (device, nvmlTemperature_t *temperature)}: what replaces the former */
  TEMPERATURE_V("nvmlDeviceGetTemperatureV", ADDRESS, ADDRESS),
  /** {@code (device, nvmlMemory_t *memory)} */
  MEMORY_INFO("nvmlDeviceGetMemoryInfo", ADDRESS, ADDRESS),
  /** {@code (device, unsigned long long *mask)} */
  CLOCKS_EVENT_REASONS(
      List.of(
          "nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"),
      ADDRESS,
      ADDRESS),
  /** {@code (device, unsigned long long *mask)} */
  SUPPORTED_CLOCKS_EVENT_REASONS(
      List.of(
          "nvmlDeviceGetSupportedClocksEventReasons",
          "nvmlDeviceGetSupportedClocksThrottleReasons"),
      ADDRESS,
      ADDRESS),
  /** {@code (device, nvmlPerfPolicyType_t policy, nvmlViolationTime_t *time)} */
  VIOLATION_STATUS("nvmlDeviceGetViolationStatus", ADDRESS, JAVA_INT, ADDRESS),
  /** {@code (device, nvmlMemoryErrorType_t, nvmlEccCounterType_t, unsigned long long *count)} */
  TOTAL_ECC_ERRORS("nvmlDeviceGetTotalEccErrors", ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
  /** {@code (device, unsigned *count)} */
  PCIE_REPLAYS("nvmlDeviceGetPcieReplayCounter", ADDRESS, ADDRESS),

  /** {@code (nvmlEventSet_t *set)} */
  EVENT_SET_CREATE("nvmlEventSetCreate", ADDRESS),
  /** {@code (device, unsigned long long *types)} */
  SUPPORTED_EVENT_TYPES("nvmlDeviceGetSupportedEventTypes", ADDRESS, ADDRESS),
  /** {@code (device, unsigned long long types, set)} */
  REGISTER_EVENTS("nvmlDeviceRegisterEvents", ADDRESS, JAVA_LONG, ADDRESS),
  /** {@code (set, nvmlEventData_t *data, unsigned milliseconds)} */
  EVENT_SET_WAIT("nvmlEventSetWait_v2", ADDRESS, ADDRESS, JAVA_INT),
  /** {@code (set)} */
  EVENT_SET_FREE("nvmlEventSetFree", ADDRESS);

  private final List<String> symbols;
  private final FunctionDescriptor signature;

  NvmlFunction(String symbol, MemoryLayout... arguments) {
    this(List.of(symbol), arguments);
  }

  NvmlFunction(List<String> symbols, MemoryLayout... arguments) {
    this.symbols = symbols;
    this.signature = FunctionDescriptor.of(JAVA_INT, arguments);
  }

  /** Its names in the library, the one to be preferred first; drivers before 535 have others. */
  List<String> symbols() {
    return symbols;
  }

  /** Its parameters and result. */
  FunctionDescriptor signature() {
    return signature;
  }
}
