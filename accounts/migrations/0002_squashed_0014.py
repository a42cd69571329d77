"""The tables as the migrations from 0002 to 0014 made them one by one, for a new database.

The first one stays by itself: what the libraries make of accounts then comes before all else hangs on them, which takes
Django a fraction of the time. A database that has some of those migrations goes on with the others.
"""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from web.create_models import CreateModels


class Migration(migrations.Migration):

    replaces = [('accounts', '0002_progress'), ('accounts', '0003_what_learners_write'), ('accounts', '0004_indexes_that_sqlite_uses'), ('accounts', '0005_settled'), ('accounts', '0006_country'), ('accounts', '0007_stage_sweep'), ('accounts', '0008_american_words'), ('accounts', '0009_levels_of_skills'), ('accounts', '0010_imports'), ('accounts', '0011_study_plan'), ('accounts', '0012_calendar'), ('accounts', '0013_shared_links'), ('accounts', '0014_review_mails')]

    dependencies = [
        ('accounts', '0001_initial'),
        # As those that it replaces, so that guide may be between its older ones on a database where accounts has all.
        ('guide', '0018_websites_and_their_reach'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Learner',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='learner', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('roadmap', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.roadmap', verbose_name='current roadmap')),
                    ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                    ('hours_a_week', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(80)], verbose_name='hours a week')),
                    ('language', models.CharField(blank=True, choices=[('en', 'English'), ('zh-hans', '简体中文')], max_length=10, verbose_name='language')),
                    ('theme', models.CharField(blank=True, choices=[('system', 'Same as the device'), ('light', 'Light'), ('dark', 'Dark')], max_length=6, verbose_name='theme')),
                    ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                    ('review_mails', models.BooleanField(db_default=False, default=False, verbose_name='mail about reviews')),
                ],
                options={
                    'verbose_name': 'learner',
                    'verbose_name_plural': 'learners',
                },
            ),
            migrations.CreateModel(
                name='StepProgress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('not-started', 'Not started'), ('skipped', 'Skipped'), ('doing', 'Under way'), ('known', 'Known already'), ('done', 'Done')], max_length=11, verbose_name='state')),
                    ('before', models.CharField(choices=[('not-started', 'Not started'), ('skipped', 'Skipped'), ('doing', 'Under way'), ('known', 'Known already'), ('done', 'Done')], default='not-started', max_length=11, verbose_name='before')),
                    ('by', models.CharField(choices=[('press', 'press'), ('undo', 'undo'), ('merge', 'added from a browser'), ('sign-up', 'brought over at sign-up'), ('reset', 'reset of a roadmap'), ('course', 'a finished course'), ('stage', 'a whole stage'), ('preset', 'a profile'), ('check', 'the placement check'), ('import', 'an imported file')], max_length=7, verbose_name='by')),
                    ('started_on', models.DateField(blank=True, null=True, verbose_name='started on')),
                    ('finished_on', models.DateField(blank=True, null=True, verbose_name='finished on')),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                    ('roadmap', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.roadmap')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.step', verbose_name='step')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='step_progress', to=settings.AUTH_USER_MODEL)),
                    ('retirement_seen_on', models.DateField(blank=True, editable=False, null=True)),
                    ('settled', models.BooleanField(db_default=False, default=False, editable=False)),
                ],
                options={
                    'verbose_name': 'progress with a step',
                    'verbose_name_plural': 'progress with steps',
                    'constraints': [models.UniqueConstraint(fields=('user', 'step'), name='step_progress_once'), models.CheckConstraint(condition=models.Q(('state__in', ['not-started', 'skipped', 'doing', 'known', 'done'])), name='step_progress_state_known')],
                },
            ),
            migrations.CreateModel(
                name='CourseProgress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                    ('state', models.CharField(choices=[('none', 'Not on my list'), ('planned', 'Planned'), ('doing', 'Under way'), ('done', 'Finished')], max_length=7, verbose_name='state')),
                    ('before', models.CharField(choices=[('none', 'Not on my list'), ('planned', 'Planned'), ('doing', 'Under way'), ('done', 'Finished')], max_length=7, verbose_name='before')),
                    ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.course', verbose_name='course')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'progress with a course',
                    'verbose_name_plural': 'progress with courses',
                    'constraints': [models.UniqueConstraint(fields=('user', 'course'), name='course_progress_once'), models.CheckConstraint(condition=models.Q(('state__in', ['none', 'planned', 'doing', 'done'])), name='course_progress_known')],
                },
            ),
            migrations.CreateModel(
                name='CriterionTick',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                    ('state', models.CharField(choices=[('open', 'Open'), ('ticked', 'Ticked')], max_length=6, verbose_name='state')),
                    ('before', models.CharField(choices=[('open', 'Open'), ('ticked', 'Ticked')], max_length=6, verbose_name='before')),
                    ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.criterion', verbose_name='criterion')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'tick of a criterion',
                    'verbose_name_plural': 'ticks of criteria',
                    'constraints': [models.UniqueConstraint(fields=('user', 'criterion'), name='criterion_tick_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'ticked'])), name='criterion_tick_known')],
                },
            ),
            migrations.CreateModel(
                name='EvidenceLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.URLField(max_length=2000, verbose_name='address')),
                    ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                    ('added_at', models.DateTimeField(verbose_name='added at')),
                    ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed at')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.step', verbose_name='step')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'link to evidence',
                    'verbose_name_plural': 'links to evidence',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('user', 'step', 'url'), name='evidence_link_once')],
                },
            ),
            migrations.CreateModel(
                name='SkillClaim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                    ('level', models.SmallIntegerField(verbose_name='level')),
                    ('before', models.SmallIntegerField(verbose_name='before')),
                    ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.skill', verbose_name='skill')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('by', models.CharField(choices=[('press', 'press'), ('undo', 'undo'), ('merge', 'added from a browser'), ('sign-up', 'brought over at sign-up'), ('reset', 'reset of a roadmap'), ('course', 'a finished course'), ('stage', 'a whole stage'), ('preset', 'a profile'), ('check', 'the placement check'), ('import', 'an imported file')], default='press', max_length=7, verbose_name='by')),
                ],
                options={
                    'verbose_name': 'skill claimed',
                    'verbose_name_plural': 'skills claimed',
                    'constraints': [models.UniqueConstraint(fields=('user', 'skill'), name='skill_claim_once'), models.CheckConstraint(condition=models.Q(('level__in', range(-1, 5))), name='skill_claim_level_known')],
                },
            ),
            migrations.CreateModel(
                name='StepHours',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('minutes', models.IntegerField(verbose_name='minutes')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.step', verbose_name='step')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'hours on a step',
                    'verbose_name_plural': 'hours on steps',
                    'constraints': [models.UniqueConstraint(fields=('user', 'step'), name='step_hours_once'), models.CheckConstraint(condition=models.Q(('minutes__range', (0, 1440000))), name='step_hours_in_range')],
                },
            ),
            migrations.CreateModel(
                name='StepNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(verbose_name='version')),
                    ('text', models.TextField(blank=True, max_length=10000, verbose_name='text')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.step', verbose_name='step')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'note on a step',
                    'verbose_name_plural': 'notes on steps',
                    'constraints': [models.UniqueConstraint(fields=('user', 'step', 'version'), name='step_note_version_once')],
                },
            ),
            migrations.CreateModel(
                name='Sweep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('reset', 'reset of a roadmap'), ('course', 'what a course covers'), ('stage', 'what is left of a stage'), ('skills', 'several skills'), ('preset', 'a profile'), ('check', 'the placement check'), ('import', 'an imported file')], max_length=6, verbose_name='kind')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('undone_at', models.DateTimeField(null=True, verbose_name='undone at')),
                    ('course', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.course', verbose_name='course')),
                    ('roadmap', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.roadmap', verbose_name='roadmap')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stage', models.CharField(blank=True, db_default='', max_length=60, verbose_name='stage')),
                    ('background', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.background', verbose_name='background')),
                ],
                options={
                    'verbose_name': 'sweep',
                    'verbose_name_plural': 'sweeps',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reset'), ('roadmap__isnull', False)), models.Q(('course__isnull', False), ('kind', 'course')), models.Q(('kind', 'stage'), ('roadmap__isnull', False), models.Q(('stage', ''), _negated=True)), models.Q(('background__isnull', False), ('kind', 'preset')), ('kind__in', ['skills', 'check', 'import']), _connector='OR'), name='sweep_of_something')],
                },
            ),
            migrations.CreateModel(
                name='DataImport',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('before', models.BinaryField(verbose_name='the account before')),
                    ('after_digest', models.CharField(editable=False, max_length=64)),
                ],
                options={
                    'verbose_name': 'import of data',
                    'verbose_name_plural': 'imports of data',
                },
            ),
            migrations.CreateModel(
                name='StudyPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='version')),
                    ('query', models.TextField(max_length=8000, verbose_name='question')),
                    ('document', models.TextField(max_length=1000000, verbose_name='plan')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('taken_back', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'study plan',
                    'verbose_name_plural': 'study plans',
                    'constraints': [models.UniqueConstraint(fields=('user', 'number'), name='study_plan_version_once')],
                },
            ),
            migrations.CreateModel(
                name='CalendarLink',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('token_hash', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                    ('key', models.CharField(editable=False, max_length=32)),
                    ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', '简体中文')], max_length=10, verbose_name='language')),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ],
                options={
                    'verbose_name': 'calendar address',
                    'verbose_name_plural': 'calendar addresses',
                },
            ),
            migrations.CreateModel(
                name='CalendarEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.CharField(max_length=40)),
                    ('monday', models.DateField(verbose_name='week from Monday')),
                    ('title', models.CharField(max_length=300, verbose_name='title')),
                    ('address', models.CharField(max_length=500, verbose_name='address')),
                    ('sequence', models.PositiveIntegerField(default=0)),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                    ('cancelled_at', models.DateTimeField(null=True, verbose_name='canceled at')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'calendar event',
                    'verbose_name_plural': 'calendar events',
                    'constraints': [models.UniqueConstraint(fields=('user', 'uid'), name='calendar_event_uid_once')],
                },
            ),
            migrations.CreateModel(
                name='SharedLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                    ('kind', models.CharField(choices=[('progress', 'my progress'), ('portfolio', 'a portfolio for employers')], max_length=9, verbose_name='kind')),
                    ('label', models.CharField(max_length=80, verbose_name='for whom')),
                    ('shown_name', models.CharField(blank=True, max_length=80, verbose_name='name that is shown')),
                    ('has_progress', models.BooleanField(default=True, verbose_name='progress')),
                    ('has_skills', models.BooleanField(default=False, verbose_name='skills')),
                    ('has_work', models.BooleanField(default=False, verbose_name='links to my work')),
                    ('has_plan', models.BooleanField(default=False, verbose_name='plan')),
                    ('made_at', models.DateTimeField(verbose_name='made at')),
                    ('expires_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('opened_on', models.DateField(blank=True, null=True, verbose_name='last opened on')),
                    ('roadmap', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.roadmap', verbose_name='roadmap')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'shared link',
                    'verbose_name_plural': 'shared links',
                },
            ),
            migrations.CreateModel(
                name='ProjectSentence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.CharField(max_length=500, verbose_name='sentence')),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.step', verbose_name='step')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'sentence on a project',
                    'verbose_name_plural': 'sentences on projects',
                    'constraints': [models.UniqueConstraint(fields=('user', 'step'), name='project_sentence_once')],
                },
            ),
            migrations.CreateModel(
                name='ProgressEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('before', models.CharField(blank=True, max_length=11, verbose_name='before')),
                    ('after', models.CharField(blank=True, max_length=11, verbose_name='after')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('by', models.CharField(choices=[('press', 'press'), ('undo', 'undo'), ('merge', 'added from a browser'), ('sign-up', 'brought over at sign-up'), ('reset', 'reset of a roadmap'), ('course', 'a finished course'), ('stage', 'a whole stage'), ('preset', 'a profile'), ('check', 'the placement check'), ('import', 'an imported file')], max_length=7, verbose_name='by')),
                    ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.step', verbose_name='step')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress_events', to=settings.AUTH_USER_MODEL)),
                    ('course', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.course', verbose_name='course')),
                    ('criterion', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.criterion', verbose_name='criterion')),
                    ('key', models.CharField(blank=True, editable=False, max_length=22)),
                    ('kind', models.CharField(choices=[('state', 'state of a step'), ('criterion', 'tick of a criterion'), ('course', 'course'), ('skill', 'skill'), ('hours', 'hours'), ('note', 'note'), ('link', 'link')], default='state', max_length=9, verbose_name='kind')),
                    ('skill', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.skill', verbose_name='skill')),
                    ('undoes', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.progressevent', verbose_name='undoes')),
                    ('link', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.evidencelink', verbose_name='link')),
                    ('sweep', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='accounts.sweep', verbose_name='sweep')),
                ],
                options={
                    'verbose_name': 'event of progress',
                    'verbose_name_plural': 'events of progress',
                    'indexes': [models.Index(fields=['user', 'at'], name='progress_event_by_time'), models.Index(condition=models.Q(('criterion__isnull', False)), fields=['criterion'], name='progress_event_criterion'), models.Index(condition=models.Q(('course__isnull', False)), fields=['course'], name='progress_event_course'), models.Index(condition=models.Q(('skill__isnull', False)), fields=['skill'], name='progress_event_skill'), models.Index(condition=models.Q(('link__isnull', False)), fields=['link'], name='progress_event_link'), models.Index(condition=models.Q(('sweep__isnull', False)), fields=['sweep'], name='progress_event_sweep')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['state', 'hours', 'note']), ('step__isnull', False)), models.Q(('criterion__isnull', False), ('kind', 'criterion'), ('step__isnull', False)), models.Q(('kind', 'link'), ('link__isnull', False), ('step__isnull', False)), models.Q(('course__isnull', False), ('kind', 'course')), models.Q(('kind', 'skill'), ('skill__isnull', False)), _connector='OR'), name='progress_event_of_something'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('user', 'key'), name='progress_event_added_once'), models.UniqueConstraint(condition=models.Q(('undoes__isnull', False)), fields=('undoes',), name='progress_event_undone_once'), models.CheckConstraint(condition=models.Q(('by__in', ['press', 'undo', 'merge', 'sign-up', 'reset', 'course', 'stage', 'preset', 'check', 'import']), ('kind__in', ['state', 'criterion', 'course', 'skill', 'hours', 'note', 'link']), models.Q(models.Q(('kind', 'state'), _negated=True), models.Q(('after__in', ['not-started', 'skipped', 'doing', 'known', 'done']), ('before__in', ['not-started', 'skipped', 'doing', 'known', 'done'])), _connector='OR')), name='progress_event_known')],
                },
            ),
        ]),
    ]
