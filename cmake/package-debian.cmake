# What Debian wants otherwise than "cmake --install" puts it; run by cpack over the directories that it will pack. SOURCE_DATE_EPOCH is the
# time of everything; CPACK_CONFRENDER_COPYRIGHTS, if set, a file with the copyrights of the libraries that are in the program.
set(program ${CPACK_TEMPORARY_DIRECTORY}/program/usr/share)
set(development ${CPACK_TEMPORARY_DIRECTORY}/development/usr/share)
set(copyright "Copyright 2026 the conf-render developers\n
conf-render is under the Apache License, version 2.0, which on Debian systems\nis in /usr/share/common-licenses/Apache-2.0.\n")
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)

# documents PACKAGE FOLDER
function(documents package folder)
	set(folder ${folder}/doc/${package})
	file(WRITE ${folder}/copyright "${copyright}")
	configure_file(${CPACK_CONFRENDER_SOURCES}/CHANGELOG.md ${folder}/changelog COPYONLY)
	file(WRITE ${folder}/changelog.Debian "conf-render (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=low\n
  * Version ${CPACK_PACKAGE_VERSION}.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${now}\n")
	file(GLOB zipped ${folder}/changelog*)
	execute_process(COMMAND gzip -9n ${zipped} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

documents(libconfrender-dev ${development})
if(CPACK_CONFRENDER_COPYRIGHTS)
	file(READ ${CPACK_CONFRENDER_COPYRIGHTS} libraries)
	string(APPEND copyright "\n${libraries}")
endif()
documents(conf-render ${program})
file(REMOVE ${program}/doc/conf-render/LICENSE ${program}/doc/conf-render/CHANGELOG.md)

if(EXISTS ${program}/zsh/site-functions)
	file(RENAME ${program}/zsh/site-functions ${program}/zsh/vendor-completions)
endif()
file(GLOB pages ${program}/man/man1/*.1)
execute_process(COMMAND gzip -9n ${pages} COMMAND_ERROR_IS_FATAL ANY)
file(GLOB names RELATIVE ${CPACK_TEMPORARY_DIRECTORY}/program/usr/bin ${CPACK_TEMPORARY_DIRECTORY}/program/usr/bin/kubectl*)
foreach(name ${names})
	file(CREATE_LINK conf-render.1.gz ${program}/man/man1/${name}.1.gz SYMBOLIC)
endforeach()

# The program holds its libraries on purpose: see package.cmake.
file(WRITE ${program}/lintian/overrides/conf-render "conf-render: embedded-library\nconf-render: shared-library-lacks-prerequisites\n")

file(GLOB packed ${CPACK_TEMPORARY_DIRECTORY}/program ${CPACK_TEMPORARY_DIRECTORY}/development)
execute_process(COMMAND chmod -R u=rwX,go=rX ${packed} COMMAND_ERROR_IS_FATAL ANY)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
	execute_process(COMMAND find ${packed} -exec touch -h -d @$ENV{SOURCE_DATE_EPOCH} {} + COMMAND_ERROR_IS_FATAL ANY)
endif()
