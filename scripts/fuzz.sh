#!/usr/bin/env bash
# Runs the fuzz targets with libFuzzer: scripts/fuzz.sh [--seconds N] [--runs N] [--jobs N] [--floor N] [--build DIR] [TARGET...]
# Each runs N seconds (60) or N executions, over the seeds made of the test data and what earlier runs found (DIR/corpus/TARGET).
# Prints a table. Ends with 1 on a finding, whose input is made small and named, or where a target is slower than --floor executions in a
# second of processor time (0: no floor). A finding becomes a file in testdata/fuzz/TARGET/, once it is mended.
set -u
cd "$(dirname "$0")/.." || exit 2
seconds=60 runs=-1 jobs=$(nproc) floor=0 work=build-fuzz targets=()
while [ $# -gt 0 ]; do
	case $1 in
	--seconds) seconds=$2 ;;
	--runs) runs=$2 seconds=0 ;;
	--jobs) jobs=$2 ;;
	--floor) floor=$2 ;;
	--build) work=$2 ;;
	-*)
		sed -n '2,6s/^# //p' "$0" >&2
		exit 2
		;;
	*)
		targets+=("$1")
		shift
		continue
		;;
	esac
	shift 2 || exit 2
done
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls src/tests/fuzz/fuzz_*.c | sed 's/.*fuzz_\(.*\)\.c/\1/')

# Each allocation is a malloc of its own, so that the sanitizers see every overflow.
cmake -S . -B "$work" -G Ninja -DCMAKE_C_COMPILER="${CC:-clang}" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O2 -DCONFRENDER_FUZZ=ON \
	-DCONFRENDER_ARENA_MALLOC=ON >/dev/null &&
	ninja -C "$work" fuzz_seeds $(printf 'fuzz_%s ' "${targets[@]}") >"$work/build.log" || {
	cat "$work/build.log" >&2
	exit 2
}
mkdir -p "$work/found" "$work/logs"

# Bytes of an input. Where the whole of it is one value, short ones are enough.
longest() {
	case $1 in
	scalar | image | emit) echo 256 ;;
	inner) echo 512 ;;
	*) echo 2048 ;;
	esac
}

# Where a run reaches thousands of edges, a third of the time goes into the odds of the next input to change.
odds() {
	case $1 in
	build) echo 0 ;;
	*) echo 1 ;;
	esac
}

# run TARGET: its log and, in its last line, the processor time that it took.
run() {
	local TIMEFORMAT='cpu %U %S' program=$work/src/tests/fuzz/fuzz_$1 folders=()
	mkdir -p "$work/corpus/$1"
	for folder in "$work/corpus/$1" "$work/fuzz-seeds/$1" "testdata/fuzz/$1"; do
		[ ! -d "$folder" ] || folders+=("$folder")
	done
	export ASAN_OPTIONS=quarantine_size_mb=4:malloc_context_size=2:${ASAN_OPTIONS:-}
	{
		time "$program" -max_total_time="$seconds" -runs="$runs" -max_len="$(longest "$1")" -entropic="$(odds "$1")" -timeout=10 -rss_limit_mb=1500 \
			-malloc_limit_mb=256 -dict="$work/fuzz-seeds/fuzz.dict" -print_final_stats=1 -artifact_prefix="$work/found/$1-" \
			"${folders[@]}"
	} >"$work/logs/$1" 2>&1
}

# The smallest input that does the same, within half a minute.
minimise() {
	local small=$2.small
	"$work/src/tests/fuzz/fuzz_$1" -minimize_crash=1 -max_total_time=30 -timeout=10 -rss_limit_mb=1500 -exact_artifact_path="$small" "$2" \
		>"$work/logs/$1.minimise" 2>&1
	if [ -s "$small" ]; then echo "$small"; else echo "$2"; fi
}

for target in "${targets[@]}"; do
	while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
		wait -n
	done
	run "$target" &
done
wait

status=0 slowest=
printf '%-14s %12s %8s %12s %8s %s\n' target executions 'cpu s' 'per cpu s' edges findings
for target in "${targets[@]}"; do
	log=$work/logs/$target
	count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
	cpu=$(awk '/^cpu /{printf "%.1f", $2 + $3}' "$log")
	rate=$(awk -v n="${count:-0}" -v s="${cpu:-0}" 'BEGIN{printf "%d", (s > 0 ? n / s : 0)}')
	edges=$(sed -n 's/^#.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
	input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
	finding=none
	if [ -n "$input" ] || [ -z "$count" ]; then
		status=1
		finding=$(grep -m 1 -E 'does not hold|: differ:|runtime error|ERROR: ' "$log")
		[ -z "$input" ] || finding="$(minimise "$target" "$input"): $finding"
	elif [ "$floor" -gt 0 ] && [ "$rate" -lt "$floor" ]; then
		status=1
		finding="too slow, $floor wanted"
	fi
	if [ -z "$slowest" ] || [ "$rate" -lt "${slowest% *}" ]; then
		slowest="$rate $target"
	fi
	printf '%-14s %12s %8s %12s %8s %s\n' "$target" "${count:--}" "$cpu" "$rate" "${edges:--}" "$finding"
done
echo "remark: slowest ${slowest#* }, ${slowest% *} executions in a second of processor time"
exit $status
