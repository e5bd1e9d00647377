# Indexes mails with public-inbox in the folder given, then answers queries: the numbers of the mails found, one line
# for each query. Both come from standard input: "mail LENGTH" and the mail's bytes, or "query TEXT".
use strict;
use warnings;
use PublicInbox::Eml;
use PublicInbox::Git;
use PublicInbox::Inbox;
use PublicInbox::MID qw(mids_for_index);
use PublicInbox::Search;
use PublicInbox::SearchIdx;
use PublicInbox::Smsg;

# No query is for a patch-id, and each mail would start git for one.
my $qx = \&PublicInbox::Git::qx;
{
	no warnings 'redefine';
	*PublicInbox::Git::qx = sub { ref $_[1] && $_[1]->[0] eq 'patch-id' ? '' : &$qx };
}

$| = 1;
my $folder = shift;
system('git', 'init', '-q', '--bare', $folder) == 0 or die "git init: $?";
my $inbox = PublicInbox::Inbox->new({ inboxdir => $folder, name => 'mails', version => 1, indexlevel => 'full' });
my $index = PublicInbox::SearchIdx->new($inbox, 1);
my ($number, $search) = (0, undef);

sub asked {
	my ($query) = @_;
	utf8::decode($query);
	if (!$search) {
		$index->commit_txn_lazy;
		$index->idx_release;
		$search = PublicInbox::Search->new($inbox);
	}
	$search->query_approxidate($inbox->git, $query);
	my $found = $search->mset($query, { limit => $number, relevance => -1 });
	join(' ', sort { $a <=> $b } @{$search->mset_to_artnums($found)});
}

while (my $line = <STDIN>) {
	chomp $line;
	if ($line =~ /\Amail ([0-9]+)\z/) {
		read(STDIN, my $bytes, $1) == $1 or die 'the mail is cut off';
		my $mail = PublicInbox::Eml->new($bytes);
		my $ids = mids_for_index($mail);
		my $message = bless { num => ++$number, mid => $ids->[0], blob => '', tid => $number }, 'PublicInbox::Smsg';
		$message->populate($mail);
		$message->{bytes} = length($bytes);
		$index->begin_txn_lazy;
		$index->add_xapian($mail, $message, $ids);
	} elsif ($line =~ /\Aquery (.*)\z/) {
		my $answer = eval { asked($1) };
		print defined($answer) ? "found $answer" : 'refused ' . ($@ =~ s/\s+/ /gr), "\n";
	}
}
