package assay.fpga.opencl;

import assay.core.ffi.Binder;
import assay.core.ffi.NativeFunction;
import assay.core.ffi.StatusFunction;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/**
 * The functions of libOpenCL used here, for 64-bit systems: {@code cl_int}, {@code cl_uint} and
 * {@code cl_bool} are int; {@code size_t}, {@code cl_bitfield} and properties are long; objects are
 * addresses. Signatures are those of the OpenCL 1.2 specification.
 */
interface ClFunctions {
  /** For the loader. */
  Binder<ClFunctions> BINDER =
      Binder.of(ClFunctions.class, MethodHandles.lookup()).checking(OpenCl::check);

  @StatusFunction("clGetPlatformIDs")
  void getPlatformIds(int entries, MemorySegment platforms, MemorySegment count);

  @StatusFunction("clGetPlatformInfo")
  void getPlatformInfo(
      MemorySegment platform, int name, long bytes, MemorySegment value, MemorySegment size);

  @StatusFunction("clGetDeviceIDs")
  void getDeviceIds(
      MemorySegment platform, long type, int entries, MemorySegment devices, MemorySegment count);

  @StatusFunction("clGetDeviceInfo")
  void getDeviceInfo(
      MemorySegment device, int name, long bytes, MemorySegment value, MemorySegment size);

  @NativeFunction("clCreateContext")
  MemorySegment createContext(
      MemorySegment properties,
      int count,
      MemorySegment devices,
      MemorySegment notify,
      MemorySegment userData,
      MemorySegment code);

  @StatusFunction("clReleaseContext")
  void releaseContext(MemorySegment context);

  @NativeFunction("clCreateCommandQueue")
  MemorySegment createCommandQueue(
      MemorySegment context, MemorySegment device, long properties, MemorySegment code);

  @StatusFunction("clReleaseCommandQueue")
  void releaseCommandQueue(MemorySegment queue);

  @NativeFunction("clCreateBuffer")
  MemorySegment createBuffer(
      MemorySegment context, long flags, long bytes, MemorySegment host, MemorySegment code);

  @StatusFunction("clReleaseMemObject")
  void releaseMemObject(MemorySegment memory);

  @NativeFunction("clCreateProgramWithSource")
  MemorySegment createProgramWithSource(
      MemorySegment context,
      int count,
      MemorySegment strings,
      MemorySegment lengths,
      MemorySegment code);

  @NativeFunction("clCreateProgramWithBinary")
  MemorySegment createProgramWithBinary(
      MemorySegment context,
      int count,
      MemorySegment devices,
      MemorySegment lengths,
      MemorySegment binaries,
      MemorySegment statuses,
      MemorySegment code);

  @StatusFunction("clBuildProgram")
  void buildProgram(
      MemorySegment program,
      int count,
      MemorySegment devices,
      MemorySegment options,
      MemorySegment notify,
      MemorySegment userData);

  @StatusFunction("clGetProgramInfo")
  void getProgramInfo(
      MemorySegment program, int name, long bytes, MemorySegment value, MemorySegment size);

  @StatusFunction("clGetProgramBuildInfo")
  void getProgramBuildInfo(
      MemorySegment program,
      MemorySegment device,
      int name,
      long bytes,
      MemorySegment value,
      MemorySegment size);

  @StatusFunction("clReleaseProgram")
  void releaseProgram(MemorySegment program);

  @NativeFunction("clCreateKernel")
  MemorySegment createKernel(MemorySegment program, MemorySegment name, MemorySegment code);

  /** Its result code is returned. */
  @NativeFunction("clSetKernelArg")
  int setKernelArg(MemorySegment kernel, int index, long bytes, MemorySegment value);

  @StatusFunction("clReleaseKernel")
  void releaseKernel(MemorySegment kernel);

  @StatusFunction("clEnqueueWriteBuffer")
  void enqueueWriteBuffer(
      MemorySegment queue,
      MemorySegment buffer,
      int blocking,
      long offset,
      long bytes,
      MemorySegment host,
      int waits,
      MemorySegment waitFor,
      MemorySegment event);

  @StatusFunction("clEnqueueReadBuffer")
  void enqueueReadBuffer(
      MemorySegment queue,
      MemorySegment buffer,
      int blocking,
      long offset,
      long bytes,
      MemorySegment host,
      int waits,
      MemorySegment waitFor,
      MemorySegment event);

  /** Its result code is returned. */
  @NativeFunction("clEnqueueCopyBuffer")
  int enqueueCopyBuffer(
      MemorySegment queue,
      MemorySegment from,
      MemorySegment to,
      long fromOffset,
      long toOffset,
      long bytes,
      int waits,
      MemorySegment waitFor,
      MemorySegment event);

  /** Its result code is returned. */
  @NativeFunction("clEnqueueNDRangeKernel")
  int enqueueNdRangeKernel(
      MemorySegment queue,
      MemorySegment kernel,
      int dimensions,
      MemorySegment globalOffset,
      MemorySegment globalSize,
      MemorySegment localSize,
      int waits,
      MemorySegment waitFor,
      MemorySegment event);

  @StatusFunction("clFinish")
  void finish(MemorySegment queue);

  @StatusFunction("clGetEventInfo")
  void getEventInfo(
      MemorySegment event, int name, long bytes, MemorySegment value, MemorySegment size);

  @StatusFunction("clGetEventProfilingInfo")
  void getEventProfilingInfo(
      MemorySegment event, int name, long bytes, MemorySegment value, MemorySegment size);

  @StatusFunction("clReleaseEvent")
  void releaseEvent(MemorySegment event);
}
