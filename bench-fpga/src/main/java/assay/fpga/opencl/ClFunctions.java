package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;

/**
 * The functions used of libOpenCL, each declared once, for 64-bit systems: {@code cl_int}, {@code
 * cl_uint} and {@code cl_bool} are int; {@code size_t}, {@code cl_bitfield} and properties are
 * long; objects are addresses. Signatures are those of the OpenCL 1.2 specification.
 */
record ClFunctions(
    MethodHandle getPlatformIds,
    MethodHandle getPlatformInfo,
    MethodHandle getDeviceIds,
    MethodHandle getDeviceInfo,
    MethodHandle createContext,
    MethodHandle releaseContext,
    MethodHandle createCommandQueue,
    MethodHandle releaseCommandQueue,
    MethodHandle createBuffer,
    MethodHandle releaseMemObject,
    MethodHandle createProgramWithSource,
    MethodHandle createProgramWithBinary,
    MethodHandle buildProgram,
    MethodHandle getProgramInfo,
    MethodHandle getProgramBuildInfo,
    MethodHandle releaseProgram,
    MethodHandle createKernel,
    MethodHandle setKernelArg,
    MethodHandle releaseKernel,
    MethodHandle enqueueWriteBuffer,
    MethodHandle enqueueReadBuffer,
    MethodHandle enqueueCopyBuffer,
    MethodHandle enqueueNdRangeKernel,
    MethodHandle finish,
    MethodHandle getEventProfilingInfo,
    MethodHandle releaseEvent) {

  /**
   * Binds the functions.
   *
   * @throws NoSuchElementException naming a function that the library lacks
   */
  static ClFunctions bind(SymbolLookup library) {
    FunctionDescriptor info = ints(ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
    FunctionDescriptor release = ints(ADDRESS);
    FunctionDescriptor transfer =
        ints(
            ADDRESS, ADDRESS, JAVA_INT, // queue, buffer, blocking
            JAVA_LONG, JAVA_LONG, ADDRESS, // offset, size, host memory
            JAVA_INT, ADDRESS, ADDRESS); // events to wait for, event
    return new ClFunctions(
        handle(library, "clGetPlatformIDs", ints(JAVA_INT, ADDRESS, ADDRESS)),
        handle(library, "clGetPlatformInfo", info),
        handle(library, "clGetDeviceIDs", ints(ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS)),
        handle(library, "clGetDeviceInfo", info),
        handle(
            library,
            "clCreateContext",
            objects(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
        handle(library, "clReleaseContext", release),
        handle(library, "clCreateCommandQueue", objects(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS)),
        handle(library, "clReleaseCommandQueue", release),
        handle(library, "clCreateBuffer", objects(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS)),
        handle(library, "clReleaseMemObject", release),
        handle(
            library,
            "clCreateProgramWithSource",
            objects(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
        handle(
            library,
            "clCreateProgramWithBinary",
            objects(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
        handle(
            library, "clBuildProgram", ints(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
        handle(library, "clGetProgramInfo", info),
        handle(
            library,
            "clGetProgramBuildInfo",
            ints(ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS)),
        handle(library, "clReleaseProgram", release),
        handle(library, "clCreateKernel", objects(ADDRESS, ADDRESS, ADDRESS)),
        handle(library, "clSetKernelArg", ints(ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS)),
        handle(library, "clReleaseKernel", release),
        handle(library, "clEnqueueWriteBuffer", transfer),
        handle(library, "clEnqueueReadBuffer", transfer),
        handle(
            library,
            "clEnqueueCopyBuffer",
            ints(
                ADDRESS, ADDRESS, ADDRESS, // queue, from, to
                JAVA_LONG, JAVA_LONG, JAVA_LONG, // offsets, size
                JAVA_INT, ADDRESS, ADDRESS)),
        handle(
            library,
            "clEnqueueNDRangeKernel",
            ints(
                ADDRESS, ADDRESS, JAVA_INT, // queue, kernel, dimensions
                ADDRESS, ADDRESS, ADDRESS, // offsets, global and local sizes
                JAVA_INT, ADDRESS, ADDRESS)),
        handle(library, "clFinish", release),
        handle(library, "clGetEventProfilingInfo", info),
        handle(library, "clReleaseEvent", release));
  }

  private static FunctionDescriptor ints(java.lang.foreign.MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static FunctionDescriptor objects(java.lang.foreign.MemoryLayout... arguments) {
    return FunctionDescriptor.of(ADDRESS, arguments);
  }

  @SuppressWarnings("restricted") // Binding is what this class is for.
  private static MethodHandle handle(
      SymbolLookup library, String name, FunctionDescriptor signature) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), signature);
  }
}
