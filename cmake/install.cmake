# What "cmake --install" puts where, in two components: the program, and what programs that use the library need. Nothing of it knows the
# prefix, since "cmake --install --prefix" may give another one than the configuration, and the directory may be moved then;
# scripts/check-install.sh does both.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The program, and its names: kubectl finds "kubectl conf-render" by that of a link, and by that of another what completes it.
install(TARGETS conf-render RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/links)
foreach(name kubectl-conf_render kubectl_complete-conf_render)
	file(CREATE_LINK conf-render ${CMAKE_BINARY_DIR}/links/${name} SYMBOLIC)
	install(FILES ${CMAKE_BINARY_DIR}/links/${name} DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
endforeach()
# Where each shell looks for what completes the commands of packages.
set(COMPLETIONS src/cli/completion/conf-render)
install(FILES ${COMPLETIONS}.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME conf-render COMPONENT program)
install(FILES ${COMPLETIONS}.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _conf-render COMPONENT program)
install(FILES ${COMPLETIONS}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(FILES scripts/conf-render.mk DESTINATION ${CMAKE_INSTALL_DATADIR}/conf-render COMPONENT program)
file(GLOB MAN_PAGES CONFIGURE_DEPENDS docs/man/*.1)
install(FILES ${MAN_PAGES} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/conf-render COMPONENT program)

# The library. What only this compiler's optimizer can read stays here.
install(TARGETS confrender ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(CODE "execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-debug --wildcard -R .gnu.lto_* -R .gnu.debuglto_* -N __gnu_lto_v1
	\"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/libconfrender.a\" COMMAND_ERROR_IS_FATAL ANY)" COMPONENT development)
install(DIRECTORY include/confrender DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

file(RELATIVE_PATH PREFIX_FROM_PC /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(confrender.pc.in confrender.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/confrender.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

set(PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/confrender)
configure_package_config_file(cmake/confrender-config.cmake.in confrender-config.cmake INSTALL_DESTINATION ${PACKAGE_DIR}
	PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 a new minor version may change the interface.
write_basic_package_version_file(confrender-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/confrender-config.cmake ${CMAKE_BINARY_DIR}/confrender-config-version.cmake DESTINATION ${PACKAGE_DIR}
	COMPONENT development)
