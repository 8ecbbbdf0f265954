/* Dates and times written plain: what Go's time.Parse takes with the reference's four layouts, printed in RFC 3339. No calendar is needed
 * beyond the length of months, since the reference prints a time in the zone in which it was written. */
#include <stdio.h>

#include "yaml/scalar.h"

struct scan {
	const char *p, *end;
};

struct timestamp {
	int year, month, day, hour, minute, second;
	char fraction[9];
	int fraction_len;
	char zone; /* 'Z', '+', '-'; 0 where none is written */
	int zone_minutes;
};

static bool
at_digit(const struct scan *s)
{
	return s->p < s->end && *s->p >= '0' && *s->p <= '9';
}

static bool
take(struct scan *s, char ch)
{
	if (s->p < s->end && *s->p == ch) {
		s->p++;
		return true;
	}
	return false;
}

/* At least min and at most max digits. */
static bool
take_number(struct scan *s, int min, int max, int *out)
{
	int count = 0;
	for (*out = 0; count < max && at_digit(s); count++) {
		*out = *out * 10 + (*s->p++ - '0');
	}
	return count >= min;
}

static int
month_days(int year, int month)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

static bool
take_date(struct scan *s, struct timestamp *t)
{
	return take_number(s, 4, 4, &t->year) && take(s, '-') && take_number(s, 1, 2, &t->month) && take(s, '-') &&
	       take_number(s, 1, 2, &t->day) && t->month >= 1 && t->month <= 12 && t->day >= 1 && t->day <= month_days(t->year, t->month);
}

/* Any number of digits behind a point or a comma; nine count. */
static void
take_fraction(struct scan *s, struct timestamp *t)
{
	struct scan ahead = *s;
	if ((!take(&ahead, '.') && !take(&ahead, ',')) || !at_digit(&ahead)) {
		return;
	}
	for (; at_digit(&ahead); ahead.p++) {
		if (t->fraction_len < 9) {
			t->fraction[t->fraction_len++] = *ahead.p;
		}
	}
	while (t->fraction_len > 0 && t->fraction[t->fraction_len - 1] == '0') {
		t->fraction_len--;
	}
	*s = ahead;
}

static bool
take_time(struct scan *s, struct timestamp *t)
{
	if (!take_number(s, 1, 2, &t->hour) || !take(s, ':') || !take_number(s, 1, 2, &t->minute) || !take(s, ':') ||
	    !take_number(s, 1, 2, &t->second)) {
		return false;
	}
	take_fraction(s, t);
	return t->hour < 24 && t->minute < 60 && t->second < 60;
}

static bool
take_zone(struct scan *s, struct timestamp *t)
{
	if (take(s, 'Z')) {
		t->zone = 'Z';
		return true;
	}
	t->zone = s->p < s->end ? *s->p : '\0';
	int hours, minutes;
	if ((!take(s, '+') && !take(s, '-')) || !take_number(s, 2, 2, &hours) || !take(s, ':') || !take_number(s, 2, 2, &minutes)) {
		return false;
	}
	t->zone_minutes = hours * 60 + minutes;
	return hours <= 24 && minutes <= 60;
}

static bool
parse(struct cr_str text, struct timestamp *t)
{
	struct scan s = { text.ptr, text.ptr + text.len };
	*t = (struct timestamp){ 0 };
	if (text.len < 8 || !take_date(&s, t)) {
		return false;
	}
	if (s.p == s.end) {
		return true;
	}
	if (take(&s, 'T') || take(&s, 't')) {
		return take_time(&s, t) && take_zone(&s, t) && s.p == s.end;
	}
	if (!take(&s, ' ')) {
		return false;
	}
	while (take(&s, ' ')) {
	}
	return take_time(&s, t) && s.p == s.end;
}

bool
cr_timestamp_text(struct cr_str text, char out[64])
{
	struct timestamp t;
	if (!parse(text, &t)) {
		return false;
	}
	int len = snprintf(out, 64, "%04d-%02d-%02dT%02d:%02d:%02d%s%.*s", t.year, t.month, t.day, t.hour, t.minute, t.second,
			   t.fraction_len > 0 ? "." : "", t.fraction_len, t.fraction);
	if (t.zone_minutes == 0) {
		memcpy(out + len, "Z", 2);
	} else {
		snprintf(out + len, 64 - (size_t)len, "%c%02d:%02d", t.zone, t.zone_minutes / 60, t.zone_minutes % 60);
	}
	return true;
}
