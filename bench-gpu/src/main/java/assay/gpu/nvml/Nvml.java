package assay.gpu.nvml;

import assay.core.ffi.Binder;
import assay.core.ffi.NativeFunction;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/**
 * The functions of NVML used here. All return an {@code nvmlReturn_t}; one that this version of the
 * library lacks returns {@link NvmlStatus#FUNCTION_NOT_FOUND}. {@code nvmlDevice_t} and {@code
 * nvmlEventSet_t} are pointers, enumerations are ints; comments give C's types where they say more
 * than Java's.
 */
interface Nvml {
  /** For the library of a driver of any version. */
  Binder<Nvml> BINDER =
      Binder.of(Nvml.class, MethodHandles.lookup())
          .absentReturns(NvmlStatus.FUNCTION_NOT_FOUND.code());

  @NativeFunction("nvmlInit_v2")
  int init();

  @NativeFunction("nvmlShutdown")
  int shutdown();

  /** {@code (char *version, unsigned length)} */
  @NativeFunction("nvmlSystemGetDriverVersion")
  int driverVersion(MemorySegment version, int length);

  /** {@code (char *version, unsigned length)} */
  @NativeFunction("nvmlSystemGetNVMLVersion")
  int nvmlVersion(MemorySegment version, int length);

  /** {@code (int *version)}: 1000 × major + 10 × minor */
  @NativeFunction("nvmlSystemGetCudaDriverVersion_v2")
  int cudaDriverVersion(MemorySegment version);

  /** {@code (unsigned *count)}, devices without permission included */
  @NativeFunction("nvmlDeviceGetCount_v2")
  int deviceCount(MemorySegment count);

  /** {@code (unsigned index, nvmlDevice_t *device)} */
  @NativeFunction("nvmlDeviceGetHandleByIndex_v2")
  int deviceByIndex(int index, MemorySegment device);

  /** {@code (device, nvmlPciInfo_t *pci)} */
  @NativeFunction("nvmlDeviceGetPciInfo_v3")
  int pciInfo(MemorySegment device, MemorySegment pci);

  /** {@code (device, char *name, unsigned length)} */
  @NativeFunction("nvmlDeviceGetName")
  int name(MemorySegment device, MemorySegment name, int length);

  /** {@code (device, char *part, unsigned length)} */
  @NativeFunction("nvmlDeviceGetBoardPartNumber")
  int boardPartNumber(MemorySegment device, MemorySegment part, int length);

  /** {@code (device, char *version, unsigned length)} */
  @NativeFunction("nvmlDeviceGetVbiosVersion")
  int vbiosVersion(MemorySegment device, MemorySegment version, int length);

  /** {@code (device, char *version, unsigned length)} */
  @NativeFunction("nvmlDeviceGetInforomImageVersion")
  int inforomVersion(MemorySegment device, MemorySegment version, int length);

  /** {@code (device, int *major, int *minor)} */
  @NativeFunction("nvmlDeviceGetCudaComputeCapability")
  int computeCapability(MemorySegment device, MemorySegment major, MemorySegment minor);

  /** {@code (device, int *mode)} */
  @NativeFunction("nvmlDeviceGetVirtualizationMode")
  int virtualizationMode(MemorySegment device, MemorySegment mode);

  /** {@code (device, unsigned *current, unsigned *pending)}: 1 is enabled */
  @NativeFunction("nvmlDeviceGetMigMode")
  int migMode(MemorySegment device, MemorySegment current, MemorySegment pending);

  /** {@code (device, int *current, int *pending)}: 1 is enabled */
  @NativeFunction("nvmlDeviceGetEccMode")
  int eccMode(MemorySegment device, MemorySegment current, MemorySegment pending);

  /** {@code (device, int *mode)}: 1 is enabled */
  @NativeFunction("nvmlDeviceGetPersistenceMode")
  int persistenceMode(MemorySegment device, MemorySegment mode);

  /** {@code (device, int *mode)} */
  @NativeFunction("nvmlDeviceGetComputeMode")
  int computeMode(MemorySegment device, MemorySegment mode);

  /** {@code (device, unsigned *milliwatts)} */
  @NativeFunction("nvmlDeviceGetEnforcedPowerLimit")
  int enforcedPowerLimit(MemorySegment device, MemorySegment milliwatts);

  /** {@code (device, unsigned *least, unsigned *most)} in mW */
  @NativeFunction("nvmlDeviceGetPowerManagementLimitConstraints")
  int powerLimitConstraints(MemorySegment device, MemorySegment least, MemorySegment most);

  /** {@code (device, unsigned *generation)} */
  @NativeFunction("nvmlDeviceGetCurrPcieLinkGeneration")
  int pcieGeneration(MemorySegment device, MemorySegment generation);

  /** {@code (device, unsigned *generation)}: the most that device and host can do */
  @NativeFunction("nvmlDeviceGetMaxPcieLinkGeneration")
  int pcieMaxGeneration(MemorySegment device, MemorySegment generation);

  /** {@code (device, unsigned *lanes)} */
  @NativeFunction("nvmlDeviceGetCurrPcieLinkWidth")
  int pcieWidth(MemorySegment device, MemorySegment lanes);

  /** {@code (device, unsigned *lanes)}: the most that device and host can do */
  @NativeFunction("nvmlDeviceGetMaxPcieLinkWidth")
  int pcieMaxWidth(MemorySegment device, MemorySegment lanes);

  /** {@code (device, int count, nvmlFieldValue_t *values)} */
  @NativeFunction("nvmlDeviceGetFieldValues")
  int fieldValues(MemorySegment device, int count, MemorySegment values);

  /** {@code (device, unsigned long long *millijoules)} */
  @NativeFunction("nvmlDeviceGetTotalEnergyConsumption")
  int totalEnergy(MemorySegment device, MemorySegment millijoules);

  /** {@code (device, unsigned *milliwatts)} */
  @NativeFunction("nvmlDeviceGetPowerUsage")
  int powerUsage(MemorySegment device, MemorySegment milliwatts);

  /** {@code (device, nvmlUtilization_t *rates)} */
  @NativeFunction("nvmlDeviceGetUtilizationRates")
  int utilizationRates(MemorySegment device, MemorySegment rates);

  /** {@code (device, nvmlClockType_t type, unsigned *megahertz)} */
  @NativeFunction("nvmlDeviceGetClockInfo")
  int clockInfo(MemorySegment device, int type, MemorySegment megahertz);

  /** {@code (device, nvmlTemperatureSensors_t sensor, unsigned *celsius)} */
  @NativeFunction("nvmlDeviceGetTemperature")
  int temperature(MemorySegment device, int sensor, MemorySegment celsius);

  /** {@code (device, nvmlTemperature_t *temperature)}, which replaces the former */
  @NativeFunction("nvmlDeviceGetTemperatureV")
  int temperatureV(MemorySegment device, MemorySegment temperature);

  /** {@code (device, nvmlMemory_t *memory)} */
  @NativeFunction("nvmlDeviceGetMemoryInfo")
  int memoryInfo(MemorySegment device, MemorySegment memory);

  /** {@code (device, unsigned long long *mask)}; drivers before 535 have the second name */
  @NativeFunction({
    "nvmlDeviceGetCurrentClocksEventReasons",
    "nvmlDeviceGetCurrentClocksThrottleReasons"
  })
  int clocksEventReasons(MemorySegment device, MemorySegment mask);

  /** {@code (device, unsigned long long *mask)} */
  @NativeFunction({
    "nvmlDeviceGetSupportedClocksEventReasons",
    "nvmlDeviceGetSupportedClocksThrottleReasons"
  })
  int supportedClocksEventReasons(MemorySegment device, MemorySegment mask);

  /** {@code (device, nvmlPerfPolicyType_t policy, nvmlViolationTime_t *time)} */
  @NativeFunction("nvmlDeviceGetViolationStatus")
  int violationStatus(MemorySegment device, int policy, MemorySegment time);

  /** {@code (device, nvmlMemoryErrorType_t, nvmlEccCounterType_t, unsigned long long *count)} */
  @NativeFunction("nvmlDeviceGetTotalEccErrors")
  int totalEccErrors(MemorySegment device, int errorType, int counterType, MemorySegment count);

  /** {@code (device, unsigned *count)} */
  @NativeFunction("nvmlDeviceGetPcieReplayCounter")
  int pcieReplays(MemorySegment device, MemorySegment count);

  /** {@code (nvmlEventSet_t *set)} */
  @NativeFunction("nvmlEventSetCreate")
  int eventSetCreate(MemorySegment set);

  /** {@code (device, unsigned long long *types)} */
  @NativeFunction("nvmlDeviceGetSupportedEventTypes")
  int supportedEventTypes(MemorySegment device, MemorySegment types);

  /** {@code (device, unsigned long long types, set)} */
  @NativeFunction("nvmlDeviceRegisterEvents")
  int registerEvents(MemorySegment device, long types, MemorySegment set);

  /** {@code (set, nvmlEventData_t *data, unsigned milliseconds)} */
  @NativeFunction("nvmlEventSetWait_v2")
  int eventSetWait(MemorySegment set, MemorySegment data, int milliseconds);

  /** {@code (set)} */
  @NativeFunction("nvmlEventSetFree")
  int eventSetFree(MemorySegment set);
}
