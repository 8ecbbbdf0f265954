# To compile for arm64 on another machine, with Debian's cross compiler and what scripts/arm64-sysroot.sh unpacks:
# cmake --toolchain cmake/arm64.cmake -DCONFRENDER_SYSROOT=DIRECTORY; without the directory: against libraries of the :arm64 packages.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(ENV{PKG_CONFIG_LIBDIR} ${CONFRENDER_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig:${CONFRENDER_SYSROOT}/usr/share/pkgconfig)
if(CONFRENDER_SYSROOT)
	set(CMAKE_SYSROOT ${CONFRENDER_SYSROOT})
	set(ENV{PKG_CONFIG_SYSROOT_DIR} ${CONFRENDER_SYSROOT})
	# What is tried while configuring is configured with this file too.
	list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CONFRENDER_SYSROOT)
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
