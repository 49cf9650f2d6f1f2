import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import plp.core.days
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from plp.core import migrating


class Migration(migrating.Migration):

    initial = True

    dependencies = [
        ('applications', '0016_partner_portal'),
        ('core', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.course')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cohorts', to='applications.partner')),
                ('school_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.schoolyear')),
            ],
            options={
                'verbose_name': 'teacher group',
                'ordering': ['-school_year__first_day', 'course', 'partner'],
                'constraints': [models.UniqueConstraint(fields=('partner', 'course', 'school_year'), name='cohort_one_a_partner_course_and_year', violation_error_message='The partner has this group already.')],
            },
        ),
        migrations.CreateModel(
            name='CommunityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('meetup', 'Meetup'), ('hour_of_code', 'Hour of Code'), ('fair', 'CS fair')], max_length=20)),
                ('title', models.CharField(max_length=120)),
                ('first_day', models.DateField(validators=[plp.core.days.validate_day])),
                ('last_day', models.DateField(validators=[plp.core.days.validate_day])),
                ('begins', models.TimeField(blank=True, help_text='Local time of the region.', null=True, verbose_name='from')),
                ('ends', models.TimeField(blank=True, help_text='Local time of the region.', null=True, verbose_name='to')),
                ('place', models.CharField(max_length=200)),
                ('with_whom', models.CharField(blank=True, max_length=200, verbose_name='with which university, company or school')),
                ('joined', models.CharField(blank=True, help_text="Where it is an existing community's event that you take part in, its name. It counts like one of your own.", max_length=200, verbose_name='community that you join')),
                ('about', models.TextField(blank=True, max_length=4000, verbose_name='what happens there')),
                ('link', models.URLField(blank=True, help_text='To its page, or to what shows it.', verbose_name='link')),
                ('is_public', models.BooleanField(default=False, help_text='Anybody can read it until it is over: what, when, where, with whom.', verbose_name='list it in public')),
                ('headcount', models.PositiveIntegerField(blank=True, help_text='A number only. Never names or pictures of students.', null=True, validators=[django.core.validators.MaxValueValidator(1000000)], verbose_name='how many came')),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('completed', 'Completed'), ('cancelled', 'Cancelled')], default='planned', editable=False, max_length=20)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='community_events', to='applications.partner')),
            ],
            options={
                'ordering': ['first_day', 'pk'],
                'permissions': [('export_communityevent', 'Can download lists of community events')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='communityevent_ends_after_it_begins', violation_error_code='last_day', violation_error_message='The last day is before the first.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'completed'), _negated=True), ('headcount__isnull', False), _connector='OR'), name='communityevent_a_headcount_once_completed')],
            },
        ),
        migrations.CreateModel(
            name='CommunityEventFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As it was called where it came from.', max_length=120)),
                ('kind', models.CharField(max_length=5)),
                ('size', models.PositiveIntegerField(help_text='bytes')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.FileField(max_length=200, upload_to='community/%Y/')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='workshops.communityevent')),
            ],
            options={
                'ordering': ['uploaded_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CommunityEventStatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.CharField(max_length=20)),
                ('new', models.CharField(max_length=20)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='workshops.communityevent')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalCohort',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('course', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.course')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.partner')),
                ('school_year', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.schoolyear')),
            ],
            options={
                'verbose_name': 'historical teacher group',
                'verbose_name_plural': 'historical teacher groups',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCommunityEvent',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('meetup', 'Meetup'), ('hour_of_code', 'Hour of Code'), ('fair', 'CS fair')], max_length=20)),
                ('title', models.CharField(max_length=120)),
                ('first_day', models.DateField(validators=[plp.core.days.validate_day])),
                ('last_day', models.DateField(validators=[plp.core.days.validate_day])),
                ('begins', models.TimeField(blank=True, help_text='Local time of the region.', null=True, verbose_name='from')),
                ('ends', models.TimeField(blank=True, help_text='Local time of the region.', null=True, verbose_name='to')),
                ('place', models.CharField(max_length=200)),
                ('with_whom', models.CharField(blank=True, max_length=200, verbose_name='with which university, company or school')),
                ('joined', models.CharField(blank=True, help_text="Where it is an existing community's event that you take part in, its name. It counts like one of your own.", max_length=200, verbose_name='community that you join')),
                ('about', models.TextField(blank=True, max_length=4000, verbose_name='what happens there')),
                ('link', models.URLField(blank=True, help_text='To its page, or to what shows it.', verbose_name='link')),
                ('is_public', models.BooleanField(default=False, help_text='Anybody can read it until it is over: what, when, where, with whom.', verbose_name='list it in public')),
                ('headcount', models.PositiveIntegerField(blank=True, help_text='A number only. Never names or pictures of students.', null=True, validators=[django.core.validators.MaxValueValidator(1000000)], verbose_name='how many came')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.partner')),
            ],
            options={
                'verbose_name': 'historical community event',
                'verbose_name_plural': 'historical community events',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTeacher',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('school', models.CharField(blank=True, max_length=200)),
                ('district_name', models.CharField(blank=True, db_default='', max_length=120, verbose_name='district as it was typed')),
                ('state', models.CharField(blank=True, choices=[('AL', 'Alabama'), ('AK', 'Alaska'), ('AZ', 'Arizona'), ('AR', 'Arkansas'), ('CA', 'California'), ('CO', 'Colorado'), ('CT', 'Connecticut'), ('DE', 'Delaware'), ('DC', 'District of Columbia'), ('FL', 'Florida'), ('GA', 'Georgia'), ('HI', 'Hawaii'), ('ID', 'Idaho'), ('IL', 'Illinois'), ('IN', 'Indiana'), ('IA', 'Iowa'), ('KS', 'Kansas'), ('KY', 'Kentucky'), ('LA', 'Louisiana'), ('ME', 'Maine'), ('MD', 'Maryland'), ('MA', 'Massachusetts'), ('MI', 'Michigan'), ('MN', 'Minnesota'), ('MS', 'Mississippi'), ('MO', 'Missouri'), ('MT', 'Montana'), ('NE', 'Nebraska'), ('NV', 'Nevada'), ('NH', 'New Hampshire'), ('NJ', 'New Jersey'), ('NM', 'New Mexico'), ('NY', 'New York'), ('NC', 'North Carolina'), ('ND', 'North Dakota'), ('OH', 'Ohio'), ('OK', 'Oklahoma'), ('OR', 'Oregon'), ('PA', 'Pennsylvania'), ('RI', 'Rhode Island'), ('SC', 'South Carolina'), ('SD', 'South Dakota'), ('TN', 'Tennessee'), ('TX', 'Texas'), ('UT', 'Utah'), ('VT', 'Vermont'), ('VA', 'Virginia'), ('WA', 'Washington'), ('WV', 'West Virginia'), ('WI', 'Wisconsin'), ('WY', 'Wyoming')], max_length=2)),
                ('added_at', models.DateTimeField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('district', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.district')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical teacher',
                'verbose_name_plural': 'historical teachers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='KeptDistrictName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('state', models.CharField(blank=True, choices=[('AL', 'Alabama'), ('AK', 'Alaska'), ('AZ', 'Arizona'), ('AR', 'Arkansas'), ('CA', 'California'), ('CO', 'Colorado'), ('CT', 'Connecticut'), ('DE', 'Delaware'), ('DC', 'District of Columbia'), ('FL', 'Florida'), ('GA', 'Georgia'), ('HI', 'Hawaii'), ('ID', 'Idaho'), ('IL', 'Illinois'), ('IN', 'Indiana'), ('IA', 'Iowa'), ('KS', 'Kansas'), ('KY', 'Kentucky'), ('LA', 'Louisiana'), ('ME', 'Maine'), ('MD', 'Maryland'), ('MA', 'Massachusetts'), ('MI', 'Michigan'), ('MN', 'Minnesota'), ('MS', 'Mississippi'), ('MO', 'Missouri'), ('MT', 'Montana'), ('NE', 'Nebraska'), ('NV', 'Nevada'), ('NH', 'New Hampshire'), ('NJ', 'New Jersey'), ('NM', 'New Mexico'), ('NY', 'New York'), ('NC', 'North Carolina'), ('ND', 'North Dakota'), ('OH', 'Ohio'), ('OK', 'Oklahoma'), ('OR', 'Oregon'), ('PA', 'Pennsylvania'), ('RI', 'Rhode Island'), ('SC', 'South Carolina'), ('SD', 'South Dakota'), ('TN', 'Tennessee'), ('TX', 'Texas'), ('UT', 'Utah'), ('VT', 'Vermont'), ('VA', 'Virginia'), ('WA', 'Washington'), ('WV', 'West Virginia'), ('WI', 'Wisconsin'), ('WY', 'Wyoming')], max_length=2)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['state', 'name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), models.F('state'), name='keptdistrictname_one_a_name_and_state')],
            },
        ),
        migrations.CreateModel(
            name='Teacher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('school', models.CharField(blank=True, max_length=200)),
                ('district_name', models.CharField(blank=True, db_default='', max_length=120, verbose_name='district as it was typed')),
                ('state', models.CharField(blank=True, choices=[('AL', 'Alabama'), ('AK', 'Alaska'), ('AZ', 'Arizona'), ('AR', 'Arkansas'), ('CA', 'California'), ('CO', 'Colorado'), ('CT', 'Connecticut'), ('DE', 'Delaware'), ('DC', 'District of Columbia'), ('FL', 'Florida'), ('GA', 'Georgia'), ('HI', 'Hawaii'), ('ID', 'Idaho'), ('IL', 'Illinois'), ('IN', 'Indiana'), ('IA', 'Iowa'), ('KS', 'Kansas'), ('KY', 'Kentucky'), ('LA', 'Louisiana'), ('ME', 'Maine'), ('MD', 'Maryland'), ('MA', 'Massachusetts'), ('MI', 'Michigan'), ('MN', 'Minnesota'), ('MS', 'Mississippi'), ('MO', 'Missouri'), ('MT', 'Montana'), ('NE', 'Nebraska'), ('NV', 'Nevada'), ('NH', 'New Hampshire'), ('NJ', 'New Jersey'), ('NM', 'New Mexico'), ('NY', 'New York'), ('NC', 'North Carolina'), ('ND', 'North Dakota'), ('OH', 'Ohio'), ('OK', 'Oklahoma'), ('OR', 'Oregon'), ('PA', 'Pennsylvania'), ('RI', 'Rhode Island'), ('SC', 'South Carolina'), ('SD', 'South Dakota'), ('TN', 'Tennessee'), ('TX', 'Texas'), ('UT', 'Utah'), ('VT', 'Vermont'), ('VA', 'Virginia'), ('WA', 'Washington'), ('WV', 'West Virginia'), ('WI', 'Wisconsin'), ('WY', 'Wyoming')], max_length=2)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='teachers', to='applications.district')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'permissions': [('export_teacher', 'Can download lists of teachers')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='teacher_one_an_address', violation_error_message='A teacher with this address is known already.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalEventRegistration',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('invited_at', models.DateTimeField(blank=True, editable=False)),
                ('registered_at', models.DateTimeField(blank=True, editable=False, help_text='When they said that they come. Empty: invited by their partner, no answer yet.', null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attended', models.BooleanField(blank=True, help_text='Unknown until somebody has said so.', null=True)),
                ('attended_said_by', models.CharField(blank=True, choices=[('list', 'From the list'), ('code', 'With the code')], editable=False, max_length=20)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.programevent')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.partner')),
                ('teacher', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='workshops.teacher')),
            ],
            options={
                'verbose_name': 'historical event registration',
                'verbose_name_plural': 'historical event registrations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCohortTeacher',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('since', models.DateTimeField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('cohort', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='workshops.cohort')),
                ('course', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.course')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school_year', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='applications.schoolyear')),
                ('teacher', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='workshops.teacher')),
            ],
            options={
                'verbose_name': 'historical teacher in a group',
                'verbose_name_plural': 'historical teachers in groups',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='EventRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField(auto_now_add=True)),
                ('registered_at', models.DateTimeField(blank=True, editable=False, help_text='When they said that they come. Empty: invited by their partner, no answer yet.', null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attended', models.BooleanField(blank=True, help_text='Unknown until somebody has said so.', null=True)),
                ('attended_said_by', models.CharField(blank=True, choices=[('list', 'From the list'), ('code', 'With the code')], editable=False, max_length=20)),
                ('travel', models.TextField(blank=True, max_length=2000, verbose_name='arrival and departure')),
                ('diet', models.TextField(blank=True, max_length=1000, verbose_name='food that you do not eat')),
                ('access_needs', models.TextField(blank=True, max_length=2000, verbose_name='what you need to take part')),
                ('emergency_name', models.CharField(blank=True, max_length=120, verbose_name='whom to call in an emergency')),
                ('emergency_phone', models.CharField(blank=True, max_length=40, verbose_name='their phone number')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='applications.programevent')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='event_registrations', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_registrations', to='applications.partner')),
                ('teacher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='workshops.teacher')),
            ],
            options={
                'ordering': ['event', 'partner', 'pk'],
                'permissions': [('export_eventregistration', 'Can download lists of who comes'), ('read_private_eventregistration', 'Can read what who comes told in private')],
                'indexes': [models.Index(fields=['partner', 'event'], name='eventregistration_of_a_partner')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', True), ('teacher__isnull', False)), models.Q(('member__isnull', False), ('teacher__isnull', True)), _connector='OR'), name='eventregistration_a_member_or_a_teacher'), models.UniqueConstraint(condition=models.Q(('member__isnull', False)), fields=('event', 'member'), name='eventregistration_once_a_member'), models.UniqueConstraint(condition=models.Q(('teacher__isnull', False)), fields=('event', 'teacher'), name='eventregistration_once_a_teacher')],
            },
        ),
        migrations.CreateModel(
            name='CohortTeacher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='workshops.cohort')),
                ('course', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.course')),
                ('school_year', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.schoolyear')),
                ('teacher', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='in_cohorts', to='workshops.teacher')),
            ],
            options={
                'verbose_name': 'teacher in a group',
                'verbose_name_plural': 'teachers in groups',
                'ordering': ['cohort', 'teacher__name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('teacher', 'course', 'school_year'), name='cohortteacher_one_group_a_course_and_year', violation_error_message='This teacher is in a group of this course and year.')],
            },
        ),
    ]
