# Debian packages, made by "cpack -G DEB" of what is installed: conf-render, the program, and libconfrender-dev. scripts/package.sh calls it.
# The program is linked statically where it can be: it depends on nothing then, and starts sooner.
set(CPACK_PACKAGE_NAME conf-render)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "conf-render developers <conf-render@example.com>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/package-debian.cmake)
set(CPACK_CONFRENDER_SOURCES ${CMAKE_SOURCE_DIR})

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
	set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
endif()
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME conf-render)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION utils)
if(NOT CONFRENDER_STATIC)
	set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
endif()
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "renderer of Kubernetes configuration for many environments
conf-render reads bases and overlays as kustomize does, prints the same
bytes, and takes a fraction of the time. It checks what it renders for
references that lead nowhere, and rolls out changed configuration.
.
kubectl finds it as a plugin: kubectl conf-render.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libconfrender-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libyaml-dev, libpcre2-dev, libxxhash-dev, nettle-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "renderer of Kubernetes configuration, as a library
The library of conf-render: sessions that render directories and trees in
memory, with all findings as data. This package has the static library, its
headers, and files for pkg-config and CMake.")
include(CPack)
