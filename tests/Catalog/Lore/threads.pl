# Threads mails with public-inbox in the folder given, then prints the number of each mail's thread, one line for each
# mail. Mails come from standard input: "mail LENGTH" and the mail's bytes.
use strict;
use warnings;
use PublicInbox::Eml;
use PublicInbox::MID qw(mids_for_index);
use PublicInbox::OverIdx;
use PublicInbox::Smsg;

my $folder = shift;
my $over = PublicInbox::OverIdx->new("$folder/over.sqlite3");
$over->begin_lazy;
my $number = 0;
while (my $line = <STDIN>) {
	$line =~ /\Amail ([0-9]+)\Z/ or die "unknown: $line";
	read(STDIN, my $bytes, $1) == $1 or die 'the mail is cut off';
	my $mail = PublicInbox::Eml->new($bytes);
	my $message = bless { num => ++$number, mid => mids_for_index($mail)->[0], blob => '' }, 'PublicInbox::Smsg';
	$message->populate($mail);
	$message->{bytes} = length($bytes);
	$message->{lines} = 1;
	$over->add_overview($mail, $message);
}
my $threads = $over->dbh->selectall_arrayref('SELECT num, tid FROM over WHERE num > 0 ORDER BY num');
print "$_->[1]\n" for @$threads;
$over->commit_lazy;
