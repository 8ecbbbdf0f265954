/* The least that a program costs: what remains of a time beyond this one is the program's own. */
int
main(void)
{
	return 0;
}
