# Imports the mails of an mbox on standard input into a public-inbox in the folder given, and prints how many it took.
use strict;
use warnings;
use PublicInbox::InboxWritable;
use PublicInbox::MboxReader;

my $folder = shift;
my $inbox = PublicInbox::InboxWritable->new({
	name => 'mails',
	inboxdir => $folder,
	version => 2,
	indexlevel => 'basic',
	-primary_address => 'mails@bench.example',
}, { nproc => 1 });
$inbox->init_inbox(0);
my $import = $inbox->importer(0);
my $mails = 0;
PublicInbox::MboxReader->mboxrd(\*STDIN, sub { $mails++ if $import->add($_[0]) });
$import->done;
print "$mails\n";
